"""The speakers with their sessions."""

from collections.abc import Iterable
from typing import NamedTuple

from confui.schedule.models import Session, Speaker
from confui.schedule.query import Query, read_sought
from confui.schedule.search.folding import fold_line
from confui.schedule.search.word_match import has_word


class Person(NamedTuple):
    """A speaker and their sessions."""

    speaker: Speaker
    sessions: tuple[Session, ...]
    """In the order of the conference. Never empty."""


def people_with_sessions(
    sessions: Iterable[Session], query: Query | None = None
) -> tuple[Person, ...]:
    """Return the speakers of some sessions, sorted by name without regard to case and accents.

    With a query, speakers whose name contains all its words come first.
    """
    speakers: dict[str, Speaker] = {}
    sessions_of: dict[str, dict[str, Session]] = {}
    for session in sessions:
        for speaker in session.speakers:
            speakers.setdefault(speaker.id, speaker)
            sessions_of.setdefault(speaker.id, {})[session.id] = session
    sought = [read_sought(word) for word in query.words] if query else []
    words = [(fold_line(text), whole) for text, whole in sought]

    def order(speaker: Speaker) -> tuple[bool, str, str]:
        name = fold_line(speaker.name)
        return not all(has_word(name, *word) for word in words), name, speaker.id

    return tuple(
        Person(speaker, tuple(sessions_of[speaker.id].values()))
        for speaker in sorted(speakers.values(), key=order)
    )
