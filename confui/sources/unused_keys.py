"""Finds keys that are named like times, rooms or speakers, where a session has none.

Whatever a reader does not know is kept in `Session.extra`. A time or room there was overlooked, or
lies in an object that no reader knows.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from confui.schedule.checks import find_place
from confui.schedule.models import Conference, Problem, Session, Severity
from confui.sources.problems import in_quotes
from confui.sources.values.synonyms import normalise_key

_TIME_WORDS = frozenset(
    (
        *("date", "day", "start", "starts", "begin", "begins", "time", "times", "datetime", "when"),
        *("from", "scheduled", "timestamp", "dtstart"),
    )
)
_ROOM_WORDS = frozenset(
    (
        *("room", "rooms", "location", "venue", "hall", "stage", "auditorium", "place", "where"),
        *("microlocation",),
    )
)
_SPEAKER_WORDS = frozenset(
    (
        *("speaker", "speakers", "presenter", "presenters", "author", "authors", "performer"),
        *("performers", "lecturer", "lecturers", "instructor", "instructors", "panelists"),
    )
)
"""Words that are a key, or a part of one such as `scheduled_date`."""

_OTHER_DATES = re.compile(
    r"creat|updat|modif|publi|submi|deadline|lastmod|sitemap|speaker|person|presenter|author"
    r"|announc|accept|recorded|video|image|photo|runtime|time_?zone|(?:^|[._])(?:end|until)"
)
"""Parts of paths to dates and places that are not those of the session."""
_OTHER_PEOPLE = re.compile(r"image|photo|avatar|count|number|notes?|bio|url|email|id$")
"""Parts of keys about speakers that do not name them."""

_TIME = re.compile(
    r"(?<!\d)(?:\d{1,2}[:h.]\d\d|\d{4}-\d\d?-\d\d?|\d{10}|\d{13})(?!\d)|\d *[ap]\.?m\b",
    re.IGNORECASE,
)
_MAX_DEPTH = 6
_MAX_ITEMS = 3
"""How deep, and how many items of a list, are searched: more are alike."""
_MAX_PROBLEMS = 10


class _Use(NamedTuple):
    """What a key could have been used for."""

    code: str
    noun: str
    words: frozenset[str]
    is_missing: Callable[[Session], bool]
    pattern: re.Pattern[str]
    """What a value looks like."""
    other: re.Pattern[str]
    """What paths of other keys contain."""


_USES = (
    _Use(
        "unused-time",
        "time",
        _TIME_WORDS,
        lambda session: session.start is None,
        _TIME,
        _OTHER_DATES,
    ),
    _Use(
        "unused-room",
        "room",
        _ROOM_WORDS,
        lambda session: not session.rooms and not session.whole_venue,
        re.compile(r"\w"),
        _OTHER_DATES,
    ),
    _Use(
        "unused-speaker",
        "speaker",
        _SPEAKER_WORDS,
        lambda session: not session.speakers,
        re.compile(r"[^\W\d_]"),
        _OTHER_PEOPLE,
    ),
)


def find_unused_keys(conference: Conference) -> Iterator[Problem]:
    """Yield a warning for each key that looks like a time, room or speaker that a session lacks.

    A key that has a problem already is left out. There is one warning for all sessions that have
    the key, at the first of them.
    """
    reported = " ".join(problem.message for problem in conference.problems)
    for use in _USES:
        found: dict[str, list[tuple[Session, str]]] = {}
        for session in filter(use.is_missing, conference.visible):
            for path, value in _find_values(session.extra, "", use, depth=0):
                found.setdefault(path, []).append((session, value))
        for path, sessions in [*found.items()][:_MAX_PROBLEMS]:
            if f"`{path.partition('.')[0]}`" in reported:
                continue
            session, value = sessions[0]
            file, line = find_place(conference, session)
            count = len({session.id for session, _ in sessions})
            yield Problem(
                Severity.WARNING,
                use.code,
                file,
                line,
                f"`{path}` looks like a {use.noun}, such as {in_quotes(value)}, but is not used: "
                f"{count:,} session{'s' if count > 1 else ''} without a {use.noun}",
                f"Write the {use.noun} as confui reads it, or ask for support of this format.",
            )


def _find_values(value: object, path: str, use: _Use, *, depth: int) -> Iterator[tuple[str, str]]:
    """Yield each path such as `slot.start` that is named like the use, with its text."""
    if depth > _MAX_DEPTH or use.other.search(path.lower()):
        return
    if isinstance(value, list | tuple):
        for item in value[:_MAX_ITEMS]:
            yield from _find_values(item, path, use, depth=depth + 1)
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            inner = f"{path}.{key}" if path else str(key)
            yield from _find_values(item, inner, use, depth=depth + 1)
        return
    names = path.split(".")
    if not isinstance(value, str) or not use.pattern.search(value):
        return
    if _is_word(names[-1], use) or (
        # the name of a room, as in `room: {name: Aurora}`
        names[-1] in ("name", "title", "en") and any(_is_word(name, use) for name in names[:-1])
    ):
        yield path, value


def _is_word(key: str, use: _Use) -> bool:
    return not use.words.isdisjoint(normalise_key(key).split("_"))
