"""The attendee's settings: `config.toml` and `themes/*.toml`, which confui reads and never writes.

A mistake in the file is a warning and costs only its own setting.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from confui.paths import expand_home
from confui.regular_file import read_regular_file
from confui.schedule.variety import MainFacet
from confui.text import clean, quote

MAX_CONFIG_BYTES = 64 * 1024
LONGEST_REMINDER = 4 * 7 * 24 * 60
"""Four weeks, in minutes."""

_ERROR_LINE = r"\s*\(at (?:line (\d+), column \d+|end of document)\)"
_KEY = r"""\s*(?:\[+\s*)?["']?([\w-]+)["']?\s*[]=.]"""
"""The key or the table that a line defines."""


class Config(NamedTuple):
    """The settings, and what is wrong with the file."""

    directories: tuple[str, ...] | None = None
    """URLs and absolute paths of the directories to search; None if the file does not say."""
    theme: str = ""
    """The name of a theme; empty if the file does not say."""
    clock: str = ""
    """`event` or `mine`: in which zone times are shown at first."""
    colour_by: str = ""
    """The field that sessions have their colour from, as queries call it."""
    column_width: int = 0
    """Cells that a column of the grid has at least; 0 if the file does not say."""
    reminder_minutes: int | None = None
    """Minutes before each session at which an exported calendar reminds."""
    walk_minutes: int = 0
    """Minutes to walk between two buildings of which the conference says nothing."""
    keys: Mapping[str, str] = MappingProxyType({})
    """The keys of actions, separated by commas, by the id of the action."""
    warnings: tuple[str, ...] = ()
    """One line for each mistake; safe to show."""


def read_config(path: Path) -> Config:
    """Return the settings in a file; without the file, all are as they are by default."""
    try:
        content = read_regular_file(path, MAX_CONFIG_BYTES + 1)
        if len(content) > MAX_CONFIG_BYTES:
            raise ValueError(f"larger than {MAX_CONFIG_BYTES // 1024} KiB")
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError) as error:
        return _unread(path, error)
    import tomllib  # takes 1.4 ms, and most attendees have no file

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(_ERROR_LINE, str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        reason = re.sub(_ERROR_LINE, "", str(error))
        return Config(warnings=(_warning(path, line, f"{reason}; no setting is used"),))
    except (ValueError, RecursionError) as error:  # such as a number of thousands of digits
        return _unread(path, error)
    values: dict[str, object] = {}
    warnings = []
    for key, value in table.items():
        try:
            values[key] = SETTINGS[key](value, path.parent)
        except KeyError:
            known = ", ".join(SETTINGS)
            reason = f"unknown setting {quote(key)}; the settings are: {known}"
            warnings.append(_warning(path, _line_of(key, text), reason))
        except ValueError as error:
            warnings.append(_warning(path, _line_of(key, text), f"{key} {error}"))
    return Config(warnings=tuple(warnings))._replace(**values)  # type: ignore[arg-type]  # each reader returns the type of its field


def _read_directories(value: object, folder: Path) -> tuple[str, ...]:
    """Return a list of URLs and paths; a path is relative to the folder of the config file."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError('must be a list of texts, such as ["https://example.org/menu.json"]')
    written = [each.strip() for each in value]
    return tuple(
        each if "://" in each else str(folder / expand_home(each)) for each in written if each
    )


def _read_text(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return clean(value.strip())


def _one_of(*words: str) -> Callable[[object, Path], object]:
    def read(value: object, _: Path) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return str(value)

    return read


def _number_up_to(most: int) -> Callable[[object, Path], object]:
    def read(value: object, _: Path) -> int:
        if type(value) is not int or not 0 <= value <= most:
            raise ValueError(f"must be a number from 0 to {most}")
        return value

    return read


def _read_keys(value: object, _: Path) -> Mapping[str, str]:
    """Return the keys of each action: one text or a list of texts."""
    if not isinstance(value, dict):
        raise ValueError('must be a table, such as [keys] with "session.star" = "b"')
    keys: dict[str, str] = {}
    owners: dict[str, str] = {}
    for id, written in _flat(value):
        each = [written] if isinstance(written, str) else written
        if not isinstance(each, list) or not each or not all(map(_is_key, each)):
            raise ValueError(f'{quote(id)} must be a key, or a list of keys, such as ["b"]')
        for key in each:
            if key in owners:
                raise ValueError(f"gives {quote(key)} to {owners[key]} and to {id}; no key changes")
            owners[key] = id
        keys[id] = ",".join(each)
    return keys


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield the entries of a table whose keys have dots, quoted or not."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _is_key(key: object) -> bool:
    return isinstance(key, str) and re.fullmatch(r"\S{1,30}", key) is not None and "," not in key


def read_theme(path: Path) -> Mapping[str, object]:
    """Return what a file of a theme says: colours by their names, and whether it is dark.

    Raises ValueError, with a message of one line that begins with the path.
    """
    try:
        content = read_regular_file(path, MAX_CONFIG_BYTES + 1)
        if len(content) > MAX_CONFIG_BYTES:
            raise ValueError(f"larger than {MAX_CONFIG_BYTES // 1024} KiB")
        import tomllib  # see `read_config`

        return tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or _describe(error)
        raise ValueError(_warning(path, 0, f"cannot be read ({reason})")) from None


SETTINGS: Mapping[str, Callable[[object, Path], object]] = MappingProxyType(
    {
        "theme": _read_text,
        "clock": _one_of("event", "mine"),
        "colour_by": _one_of(*MainFacet),
        "column_width": _number_up_to(200),
        "reminder_minutes": _number_up_to(LONGEST_REMINDER),
        "walk_minutes": _number_up_to(240),
        "directories": _read_directories,
        "keys": _read_keys,
    }
)
"""The reader of each setting. It gets the value and the folder of the file; raises ValueError."""


def _line_of(key: str, text: str) -> int:
    """Return the line of a top-level key or table, 1-based; 0 if it is written in another way."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(_KEY, line)
        if match is not None and match[1] == key:
            return number
    return 0


def _warning(path: Path, line: int, message: str) -> str:
    place = f"{path}, line {line}" if line else str(path)
    return clean(f"{place}: {message}")


def _unread(path: Path, error: Exception) -> Config:
    reason = getattr(error, "strerror", None) or _describe(error)
    return Config(warnings=(_warning(path, 0, f"cannot be read ({reason})"),))


def _describe(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error)
