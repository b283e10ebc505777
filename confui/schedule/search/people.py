"""The speakers with their sessions."""

from collections.abc import Container, Iterable, Sequence
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
    folded: str
    """The name for searching."""


class People:
    """The speakers of some sessions, sorted by name without regard to case and accents.

    There may be tens of thousands, so they are sorted once for many searches.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        """Collect the speakers, each with the look of their first session."""
        speakers: dict[str, Speaker] = {}
        sessions_of: dict[str, dict[str, Session]] = {}
        for session in sessions:
            for speaker in session.speakers:
                speakers.setdefault(speaker.id, speaker)
                sessions_of.setdefault(speaker.id, {})[session.id] = session
        persons = [
            Person(speaker, tuple(sessions_of[id].values()), fold_line(speaker.name))
            for id, speaker in speakers.items()
        ]
        persons.sort(key=lambda person: (person.folded, person.speaker.id))
        self._persons = persons

    def find(
        self, matching: Container[str] | None = None, query: Query | None = None
    ) -> Sequence[Person]:
        """Return the speakers of sessions with some ids, and of these sessions only; None for all.

        With a query, speakers whose name contains all its words come first.
        """
        found: Sequence[Person] = self._persons
        if matching is not None:
            found = [kept for person in found if (kept := _keep(person, matching)) is not None]
        sought = [read_sought(word) for word in query.words] if query else []
        words = [(fold_line(text), whole) for text, whole in sought]
        if not words:
            return found
        return sorted(found, key=lambda p: not all(has_word(p.folded, *word) for word in words))


def _keep(person: Person, matching: Container[str]) -> Person | None:
    """Return a person with the sessions that match; None without any."""
    sessions = tuple([session for session in person.sessions if session.id in matching])
    if len(sessions) == len(person.sessions):
        return person
    return person._replace(sessions=sessions) if sessions else None
