"""What the program remembers by itself, in the user state directory: theme, searches, filters.

The file has one JSON object. Every change reads it anew, changes one thing and replaces the file.
So two windows lose nothing of each other, and for the same key the last change wins. Keys of a
newer version are kept as they are.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from confui.atomic_write import locked, make_folder, write_atomically
from confui.regular_file import read_regular_file
from confui.text import clean

MAX_BYTES = 1024 * 1024
"""How large the file may be."""

MOST_SEARCHES, LONGEST_SEARCH = 100, 500
"""How many past searches are kept, and how many characters one may have."""

_THEME, _SEARCHES, _FILTERS = "theme", "searches", "filters"
_LOCK_TRIES = 5
_Values = dict[str, object]


class NotRememberedError(Exception):
    """Nothing was changed, since it could not be written. The message is one line that says why."""


class _DamagedError(Exception):
    """The file is not what this program writes; the message says in a few words why."""


class Remembered:
    """What is remembered. The file is read when created, and again when another window wrote it."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file; without a path, remember only until the program ends."""
        self._path = path
        self._values: _Values = {}
        self._stamp: tuple[int, int, int] | None = None
        self.notice = ""
        """What is wrong with the file, in one line; else empty."""
        self._load()

    @property
    def theme(self) -> str:
        """The theme that was picked; empty for none."""
        theme = self._values.get(_THEME)
        return clean(theme) if isinstance(theme, str) else ""

    @property
    def searches(self) -> tuple[str, ...]:
        """Past searches, the latest last."""
        return tuple(map(clean, _texts(self._values.get(_SEARCHES))[-MOST_SEARCHES:]))

    @property
    def filters(self) -> Mapping[str, str]:
        """The saved filters: the text of each query by its name."""
        filters = self._values.get(_FILTERS)
        items = filters.items() if isinstance(filters, dict) else ()
        return {clean(name): clean(text) for name, text in items if isinstance(text, str)}

    def get(self, *keys: str) -> object:
        """Return a value as read from JSON, by its key and the keys inside it; None if missing.

        Its text is as untrusted as any file.
        """
        value: object = self._values
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def put(self, value: object, *keys: str) -> None:
        """Remember a value of JSON under a key and keys inside it; None forgets it.

        Raises:
            NotRememberedError: It could not be written.
        """
        self._change(lambda values: _put(values, value, keys), durable=True)

    def put_latest(self, value: object, key: str, inside: str, most: int) -> None:
        """Remember a value under a key inside another one, with at most so many beside it.

        The ones that were put longest ago are forgotten. If it cannot be written, it is not
        remembered; `notice` says why.
        """

        def change(values: _Values) -> None:
            _put(values, None, (key, inside))  # so that it comes last
            _put(values, value, (key, inside))
            kept = values[key]
            if isinstance(kept, dict):
                values[key] = dict(list(kept.items())[-most:])

        with suppress(NotRememberedError):
            self._change(change, durable=False)

    def choose_theme(self, theme: str) -> None:
        """Remember the theme that was picked. Raises NotRememberedError."""
        if theme != self.theme:
            self.put(theme, _THEME)

    def add_search(self, text: str) -> None:
        """Add a search to the past ones, if it is not too long. Raises NotRememberedError."""

        def add(values: _Values) -> None:
            others = [search for search in _texts(values.get(_SEARCHES)) if search != text]
            values[_SEARCHES] = [*others, text][-MOST_SEARCHES:]

        if len(text) <= LONGEST_SEARCH and self.searches[-1:] != (text,):
            self._change(add, durable=False)

    def change_filters(self, changes: Mapping[str, str | None]) -> None:
        """Save filters, given the text of each query by its name; None removes a filter.

        Raises:
            NotRememberedError: They could not be written; none has changed.
        """

        def change(values: _Values) -> None:
            for name, text in changes.items():
                _put(values, text, (_FILTERS, name))

        self._change(change, durable=True)

    def reload_if_changed(self) -> bool:
        """Read the file again if another window wrote it; return whether anything differs."""
        if self._path is None or self._stamp == _stamp_of(self._path):
            return False
        before = self._values
        self._load()
        return self._values != before

    def _load(self) -> None:
        path = self._path
        if path is None:
            return
        self._stamp = _stamp_of(path)
        try:
            self._values = _read(path)
            self.notice = ""
        except _DamagedError as error:
            self.notice = clean(f"{path} is damaged ({error}); it is not used")
            with suppress(NotRememberedError):  # then it stays there, and the notice says so
                self._change(lambda values: None, durable=True)
        except OSError as error:
            self.notice = _message(path, "cannot be read", error)

    def _change(self, change: Callable[[_Values], None], *, durable: bool) -> None:
        """Read the file anew, change its values and write it."""
        path = self._path
        if path is None:
            return change(self._values)
        try:
            make_folder(path.parent)
            with locked(path.parent, _LOCK_TRIES):
                values = self._read_or_set_aside(path)
                change(values)
                content = json.dumps(values, indent=1).encode()
                if len(content) > MAX_BYTES:
                    raise NotRememberedError(f"not remembered: {path} would be too large")
                write_atomically(path, content, durable=durable)
                stamp = _stamp_of(path)
        except RecursionError:
            raise NotRememberedError(f"not remembered: {path} is nested too deep") from None
        except BlockingIOError:
            raise NotRememberedError(
                "not remembered: another confui is writing; try again"
            ) from None
        except OSError as error:
            self.notice = _message(path, "cannot be written", error)
            raise NotRememberedError(f"not remembered: {self.notice}") from error
        self._values, self._stamp = values, stamp
        return None

    def _read_or_set_aside(self, path: Path) -> _Values:
        """Return the values of the file; a damaged file is renamed first, and counts as empty."""
        try:
            return _read(path)
        except _DamagedError as error:
            aside = _free_path(path)
            path.rename(aside)
            self.notice = clean(
                f"{path} was damaged ({error}); it is kept as {aside.name}, and remembered theme,"
                " searches and filters begin anew"
            )
            return {}


def _read(path: Path) -> _Values:
    """Return the values in a file, none if it is missing. Raises _DamagedError and OSError."""
    try:
        content = read_regular_file(path, MAX_BYTES + 1)
    except FileNotFoundError:
        return {}
    if len(content) > MAX_BYTES:
        raise _DamagedError(f"larger than {MAX_BYTES // 1024} KiB")
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise _DamagedError("not JSON") from None
    if not isinstance(values, dict):
        raise _DamagedError("not a JSON object")
    return values


def _put(values: _Values, value: object, keys: tuple[str, ...]) -> None:
    *outer, last = keys
    for key in outer:
        inner = values.get(key)
        if not isinstance(inner, dict):
            inner = values[key] = {}
        values = inner
    if value is None:
        values.pop(last, None)
    else:
        values[last] = value


def _texts(value: object) -> list[str]:
    """Return the texts in a value that should be a list of texts."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Return what differs once the file is replaced; None without a file."""
    try:
        found = os.stat(path)  # noqa: PTH116  # the same, and faster
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _free_path(path: Path) -> Path:
    """Return a path beside a file, for keeping the file, at which there is nothing."""
    number, free = 1, path.with_suffix(".damaged.json")
    while os.path.lexists(free):
        number += 1
        free = path.with_suffix(f".damaged-{number}.json")
    return free


def _message(path: Path, what: str, error: OSError) -> str:
    return clean(f"{path} {what}: {error.strerror or error}")
