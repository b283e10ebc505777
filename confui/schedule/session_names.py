"""What an attendee may call a session: its id, its code, the end of its address, its title."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from confui.schedule.models import Session
from confui.text import clean, fold

_LONGEST_CODE = 8
"""A longer code is no shorter to type than the beginning of a name in words."""
_SHORTEST = 3
_NUMBERED = re.compile(r"(?:t?\d+[-_.])+", re.IGNORECASE)
"""The date, time and number that many file names begin with."""
_BETWEEN_WORDS = re.compile(r"[-_. ]+")


def find_named(sessions: Sequence[Session], text: str) -> list[Session]:
    """Return the sessions that a text names, the first of these rules that finds any.

    It is a name; the beginning of a name; a part of a name; each of its words begins a word of the
    title. Case does not matter. Names are the id, the code, the guid, the last part of the page's
    address, and the name of the file without what orders it.
    """
    wanted = text.casefold().strip()
    if not wanted:
        return []
    names = [(session, [*_names(session)]) for session in sessions]
    words = list(filter(None, re.split(r"\W+", fold(wanted))))
    rules: tuple[Callable[[Session, Sequence[str]], bool], ...] = (
        lambda session, known: wanted in known,
        lambda session, known: any(name.startswith(wanted) for name in known),
        lambda session, known: any(wanted in name for name in known),
        lambda session, known: bool(words) and _begins_each(words, session.title),
    )
    for rule in rules:
        if found := [session for session, known in names if rule(session, known)]:
            return found
    return []


def short_names(sessions: Iterable[Session]) -> Mapping[str, str]:
    """Return for each session id the shortest name that `find_named` finds this session by.

    That is a code, or as many words of a name as no other session begins with, else the id.
    """
    named = [(session, [*dict.fromkeys(_names(session))]) for session in sessions]
    every = sorted((name, session.id) for session, names in named for name in names)
    keys = [name for name, _ in every]

    def is_alone(name: str, id: str, *, whole: bool) -> bool:
        index = bisect_left(keys, name)
        while index < len(keys) and (
            keys[index] == name if whole else keys[index].startswith(name)
        ):
            if every[index][1] != id:
                return False
            index += 1
        return True

    def shortest(session: Session, names: Sequence[str]) -> str:
        codes = [name for name in names if len(name) <= _LONGEST_CODE and name.isalnum()]
        for code in sorted(codes, key=len):
            if is_alone(code, session.id, whole=True):
                return code
        found = [
            start
            for name in names
            if (
                start := next(
                    (s for s in _starts(name) if is_alone(s, session.id, whole=False)), ""
                )
            )
        ]
        return min(found, key=len, default=session.id)

    return {session.id: shortest(session, names) for session, names in named}


def complete_name(sessions: Iterable[Session], typed: str) -> list[tuple[Session, str]]:
    """Return the sessions that have a name with this beginning, each with one such name.

    That is the name in words, if it begins so. If no name does, the session that `find_named`
    finds is returned, provided that it is the only one.
    """
    sessions = tuple(sessions)
    start = typed.casefold()
    found = []
    for session in sessions:
        names = [name for name in reversed([*_names(session)]) if name.startswith(start)]
        if name := next((each for each in names if each == clean(each)), ""):
            found.append((session, name))
    if not found and len(named := find_named(sessions, typed)) == 1:
        return complete_name(named, "")
    return found


def _names(session: Session) -> Iterator[str]:
    """Yield the names of a session in lower case."""
    yield session.id.casefold()
    path = PurePosixPath(session.id)
    stem = path.stem if path.suffix in (".md", ".markdown") else ""
    pages = [key.partition(":")[2] for key in session.keys]
    for name in (stem, *(page.rpartition("/")[2] for page in pages)):
        plain = name.casefold()
        if plain:
            yield plain
            yield _NUMBERED.sub("", plain, count=1) or plain


def _starts(name: str) -> Iterator[str]:
    """Yield the beginnings of a name that end with a word, from the shortest; at last the name."""
    for match in _BETWEEN_WORDS.finditer(name):
        if match.start() >= _SHORTEST:
            yield name[: match.start()]
    if len(name) >= _SHORTEST:
        yield name


def _begins_each(words: Sequence[str], title: str) -> bool:
    """Whether each word begins a word of a title."""
    of_title = re.split(r"\W+", fold(title))
    return all(any(word.startswith(part) for word in of_title) for part in words)
