"""Finds keys that are named like times or rooms, where a session has no time or room.

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
        *("date", "start", "starts", "start_date", "start_time", "start_datetime", "starts_at"),
        *("start_at", "begin", "begins", "begin_time", "time", "times", "time_start", "datetime"),
        *("date_time", "when", "day", "begin_timestamp", "start_timestamp", "scheduled_at"),
        *("session_start", "session_time", "dtstart"),
    )
)
_ROOM_WORDS = frozenset(
    (
        *("room", "rooms", "room_name", "location", "venue", "hall", "stage", "auditorium"),
        *("place", "where", "microlocation", "micro_location", "room_id"),
    )
)
"""Keys as `normalise_key` returns them."""

_OTHER_DATES = re.compile(
    r"creat|updat|modif|publi|submi|deadline|lastmod|sitemap|speaker|person|presenter|author"
)
"""Parts of paths to dates and places that are not those of the session."""

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


_USES = (
    _Use("unused-time", "time", _TIME_WORDS, lambda session: session.start is None, _TIME),
    _Use(
        "unused-room",
        "room",
        _ROOM_WORDS,
        lambda session: not session.rooms and not session.whole_venue,
        re.compile(r"\w"),
    ),
)


def find_unused_keys(conference: Conference) -> Iterator[Problem]:
    """Yield a warning for each key that looks like a time or room that a session lacks.

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
    if depth > _MAX_DEPTH or _OTHER_DATES.search(path.lower()):
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
    if normalise_key(names[-1]) in use.words or (
        # the name of a room, as in `room: {name: Aurora}`
        names[-1] in ("name", "title", "en")
        and any(normalise_key(n) in use.words for n in names[:-1])
    ):
        yield path, value
