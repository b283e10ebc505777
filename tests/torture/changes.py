"""Sources that change while they are read: each file is one of its versions, or refused.

Changes are made between two calls of the system by the reader, so that a seed repeats them. What
they must not leave behind is a cache that is another state than the newest.
"""

import contextlib
import os
import random
import re
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from confui.schedule.models import Conference, Session
from confui.sources import (
    KnownSource,
    SourceError,
    fetch_latest,
    open_conference,
    read_schedule,
)
from confui.text import is_clean

_CALLS = ("open", "read", "stat", "fstat", "scandir", "listdir")
"""The functions of `os` through which sources are read."""
_HOUR = 3600 * 10**9
_TALKS = 8
_TITLE = re.compile(r"Talk (\d+) version (\d+)")


def changes(count: int, seed: int = 0) -> tuple[int, list[str]]:
    """Read so many sources that change meanwhile; return how many, and a line on each fault."""
    faults = []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = list(SOURCES)[number % len(SOURCES)]
        with tempfile.TemporaryDirectory() as folder:
            found = read_changing(kind, Path(folder), chance)
        faults += [f"{kind}, seed {seed}, try {number}: {fault}" for fault in found]
    return count, faults


def read_changing(kind: str, folder: Path, chance: random.Random) -> list[str]:
    """Read a source of a kind that changes; return what is wrong, with the changes."""
    source = SOURCES[kind](folder, chance)
    cache = folder / "cache"
    calls = _count_calls(lambda: _open(source.path, folder / "first"))
    moments = {chance.randrange(calls) for _ in range(chance.choice((1, 2, 4, 8)))}
    fetches = chance.random() < 0.3
    faults = []
    with _before_calls(moments, source.change):
        try:
            if fetches:
                faults += _fetch(source)
            else:
                faults += source.check(_open(source.path, cache))
        except SourceError as error:
            faults += _check_message(str(error))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            faults.append(f"{type(error).__name__}: {error}, {place.filename}:{place.lineno}")
    source.settle()
    expected = _outcome(source.path, None)
    for turn in ("next", "kept"):
        if _outcome(source.path, cache) != expected:
            faults.append(f"the {turn} load is not the newest state")
    return [f"{fault} ({', '.join(source.done)})" for fault in faults]


def _open(path: Path, cache: Path | None) -> Conference:
    return open_conference(path, cache=cache, clock=lambda: path.parent.stat().st_ctime_ns + _HOUR)


def _outcome(path: Path, cache: Path | None) -> object:
    """Return all that is known of a source, or why it is refused."""
    try:
        conference = _open(path, cache)
    except SourceError as error:
        return str(error)
    return {**conference._asdict(), "sessions": tuple(conference.sessions)}


def _fetch(source: "_Source") -> list[str]:
    """Return what is wrong with the copy of a source that a library would keep."""
    latest = fetch_latest(KnownSource(str(source.path)))
    assert latest is not None
    faults = source.check(latest.conference)
    if source.path.suffix:
        kept = read_schedule(latest.copy, "kept", shown="kept")
        if tuple(kept.sessions) != tuple(latest.conference.sessions):
            faults.append("the copy is another version than the one that was read")
    return faults


def _check_message(message: str) -> list[str]:
    is_plain = is_clean(message) and "\n" not in message and "Errno" not in message
    return [] if is_plain and "; " in message else [f"no plain message: {message!r}"]


def _count_calls(read: Callable[[], object]) -> int:
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    with _before_calls(None, count):
        read()
    return calls


@contextlib.contextmanager
def _before_calls(moments: set[int] | None, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` before the calls of the system with these numbers; None for all."""
    number, is_acting = 0, False

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal number, is_acting
            if not is_acting:
                if moments is None or number in moments:
                    is_acting = True
                    try:
                        act()
                    finally:
                        is_acting = False
                number += 1
            return real(*arguments, **named)

        return call

    with contextlib.ExitStack() as stack:
        for name in _CALLS:
            stack.enter_context(patch.object(os, name, wrapped(getattr(os, name))))
        yield


class _Source:
    """A source whose files are rewritten, cut, removed, added and moved."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path = path
        self.done: list[str] = []
        """The changes so far."""
        self._chance = chance
        self._version = 0
        self._rest: dict[Path, bytes] = {}
        """What is still to be written to files of which only the first half is."""
        self._away = path.with_name("away")
        self.touched: set[Path] = set()
        self._moment = 10**18

    def change(self) -> None:
        """Make the next change, at a time of its own."""
        self._make_change()
        self._stamp()

    def _stamp(self) -> None:
        """Give the folders another time: changes are nearer to each other than clocks tick."""
        self._moment += 10**9
        for folder in {self.path.parent, *(file.parent for file in self._files())}:
            os.utime(folder, ns=(self._moment, self._moment))
        if self.path.is_dir():
            os.utime(self.path, ns=(self._moment, self._moment))

    def _make_change(self) -> None:
        if self._away.exists() or self._rest:
            self.settle()
            return
        files = self._files()
        if self._chance.random() < 0.1 or not files:
            self.path.rename(self._away)
            self.done.append("moved away")
            self.touched.update(files)
            return
        file = self._chance.choice(files)
        kinds = (self._rewrite, self._begin, self._replace, self._cut, self._remove, self._add)
        kind = self._chance.choice(kinds)
        self.done.append(f"{kind.__name__.strip('_')} {file.name}")
        self.touched.add(file)
        kind(file)

    def settle(self) -> None:
        """Finish the changes that were begun."""
        if self._away.exists():
            self._away.rename(self.path)
            self.done.append("moved back")
        for file, rest in self._rest.items():
            with file.open("ab") as stream:
                stream.write(rest)
            self.done.append(f"finish {file.name}")
        self._rest.clear()

    def check(self, conference: Conference) -> list[str]:
        """Return what is wrong with a conference that was read."""
        raise NotImplementedError

    def _files(self) -> list[Path]:
        raise NotImplementedError

    def _content(self, file: Path, version: int) -> bytes:
        raise NotImplementedError

    def _next(self, file: Path) -> bytes:
        self._version += 1
        return self._content(file, self._version)

    def _rewrite(self, file: Path) -> None:
        file.write_bytes(self._next(file))

    def _begin(self, file: Path) -> None:
        content = self._next(file)
        half = self._chance.randrange(len(content))
        file.write_bytes(content[:half])
        self._rest[file] = content[half:]

    def _replace(self, file: Path) -> None:
        draft = self.path.with_name("draft")
        draft.write_bytes(self._next(file))
        draft.replace(file)

    def _cut(self, file: Path) -> None:
        os.truncate(file, file.stat().st_size // 2)

    def _remove(self, file: Path) -> None:
        file.unlink()

    def _add(self, file: Path) -> None:
        file.with_name(f"added-{self._version}{file.suffix}").write_bytes(
            b"neither a talk\nnor one"
        )


class _Folder(_Source):
    """A folder of talk files, some of them in a folder below."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        super().__init__(folder / "snow-2031", chance)
        for number in range(_TALKS):
            file = self.path / ("" if number % 2 else "talks") / f"{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self._content(file, 0))
        (self.path / "conference.yaml").write_text("title: Snow\ntimezone: Europe/Oslo\n")

    def check(self, conference: Conference) -> list[str]:
        """Return what is no version of a file, and which files that did not change are missing."""
        faults, found = [], set()
        for session in conference.sessions:
            number, version = _numbers(session)
            expected = _body(number, version)
            if session.abstract != f"Abstract {version}." or not expected.startswith(session.body):
                faults.append(f"a mixture: {session}")
            found.add(number)
        touched = {int(file.stem) for file in self.touched if file.stem.isdigit()}
        return [*faults, *(f"{n}.md is missing" for n in {*range(_TALKS)} - found - touched)]

    def _add(self, file: Path) -> None:
        added = file.with_name("9.md")
        added.write_bytes(self._next(added))

    def _files(self) -> list[Path]:
        return sorted(file for file in self.path.rglob("[0-9].md"))

    def _content(self, file: Path, version: int) -> bytes:
        number = int(file.stem)
        return (
            f"---\ntitle: Talk {number} version {version}\ndate: 2031-05-17 1{number}:00\n"
            f"room: Aurora\nabstract: Abstract {version}.\n---\n{_body(number, version)}\n"
        ).encode()


class _File(_Source):
    """One schedule file."""

    def __init__(
        self, folder: Path, chance: random.Random, suffix: str, write: Callable[[int], str]
    ) -> None:
        super().__init__(folder / f"snow-2031.{suffix}", chance)
        self._write = write
        self._rewrite(self.path)

    def check(self, conference: Conference) -> list[str]:
        """Return whether the sessions are of several versions. The last may be cut anywhere."""
        *whole, last = conference.sessions or (Session("", ""),)
        versions = {_numbers(session)[1] for session in whole}
        bodies = [_body(*_numbers(session)) for session in whole]
        texts = [session.abstract for session in whole]
        if len(versions) > 1 or texts != bodies:
            return [f"a mixture: {conference.sessions}"]
        if not versions:
            return []
        number = len(whole)
        (version,) = versions
        is_part = f"Talk {number} version {version}".startswith(last.title)
        is_part = is_part and _body(number, version).startswith(last.abstract.rstrip("\"'"))
        is_part = is_part or last.title in ("", "(untitled)")
        return [] if is_part else [f"a mixture at its end: {last}"]

    def _files(self) -> list[Path]:
        return [self.path] if self.path.exists() else []

    def _content(self, file: Path, version: int) -> bytes:
        return self._write(version).encode()


def _numbers(session: Session) -> tuple[int, int]:
    """Return the number of a talk and its version."""
    match = _TITLE.fullmatch(session.title)
    return (int(match[1]), int(match[2])) if match else (-1, -1)


def _body(number: int, version: int) -> str:
    """Return a text that is longer in each version."""
    return " ".join([f"Body of {number} in version {version}."] * (4 + version))


def _json(version: int) -> str:
    events = (
        f'{{"id": "{n}", "title": "Talk {n} version {version}", "start": "2031-05-17T1{n}:00:00",'
        f' "room": "Aurora", "abstract": "{_body(n, version)}"}}'
        for n in range(_TALKS)
    )
    return f'{{"events": [{", ".join(events)}]}}'


def _xml(version: int) -> str:
    events = (
        f"<event id='{n}'><date>2031-05-17T1{n}:00:00</date><duration>00:30</duration>"
        f"<title>Talk {n} version {version}</title><abstract>{_body(n, version)}</abstract></event>"
        for n in range(_TALKS)
    )
    return (
        "<schedule><day date='2031-05-17'><room name='Aurora'>"
        f"{''.join(events)}</room></day></schedule>"
    )


def _calendar(version: int) -> str:
    events = (
        f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:Talk {n} version {version}\nDTSTART:20310517T1{n}0000\n"
        f"LOCATION:Aurora\nDESCRIPTION:{_body(n, version)}\nEND:VEVENT\n"
        for n in range(_TALKS)
    )
    return f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n"


def _yaml(version: int) -> str:
    return "".join(
        f"- title: Talk {n} version {version}\n  date: 2031-05-17 1{n}:00\n  room: Aurora\n"
        f"  abstract: {_body(n, version)}\n"
        for n in range(_TALKS)
    )


def _file(suffix: str, write: Callable[[int], str]) -> Callable[[Path, random.Random], _Source]:
    return lambda folder, chance: _File(folder, chance, suffix, write)


SOURCES: dict[str, Callable[[Path, random.Random], _Source]] = {
    "a folder": _Folder,
    "JSON": _file("json", _json),
    "XML": _file("xml", _xml),
    "a calendar": _file("ics", _calendar),
    "YAML": _file("yaml", _yaml),
}
"""What is read, by its kind."""
