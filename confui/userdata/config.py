"""The attendee's settings: `config.toml`, which confui reads and never writes.

A mistake in the file is a warning and costs only its own setting.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from confui.paths import expand_home
from confui.regular_file import read_regular_file
from confui.text import clean, quote

MAX_CONFIG_BYTES = 64 * 1024

_ERROR_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_KEY = re.compile(r"""\s*(?:\[+\s*)?["']?([\w-]+)["']?\s*[]=.]""")
"""The key or the table that a line defines."""


class Config(NamedTuple):
    """The settings, and what is wrong with the file."""

    directories: tuple[str, ...] | None = None
    """URLs and absolute paths of the directories to search; None if the file does not say."""
    warnings: tuple[str, ...] = ()
    """One line for each mistake; safe to show."""


def read_config(path: Path) -> Config:
    """Return the settings in a file; without the file, all are as they are by default."""
    try:
        content = read_regular_file(path, MAX_CONFIG_BYTES + 1)
        if len(content) > MAX_CONFIG_BYTES:
            raise ValueError(f"larger than {MAX_CONFIG_BYTES // 1024} KiB")
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return Config()
    except tomllib.TOMLDecodeError as error:
        found = _ERROR_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        reason = _ERROR_LINE.sub("", str(error))
        return Config(warnings=(_warning(path, line, f"{reason}; no setting is used"),))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or _describe(error)
        return Config(warnings=(_warning(path, 0, f"cannot be read ({reason})"),))
    values: dict[str, object] = {}
    warnings = []
    for key, value in table.items():
        try:
            values[key] = _SETTINGS[key](value, path.parent)
        except KeyError:
            known = ", ".join(_SETTINGS)
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


_SETTINGS: Mapping[str, Callable[[object, Path], object]] = MappingProxyType(
    {"directories": _read_directories}
)
"""The reader of each setting. It gets the value and the folder of the file; raises ValueError."""


def _line_of(key: str, text: str) -> int:
    """Return the line of a top-level key or table, 1-based; 0 if it is written in another way."""
    for number, line in enumerate(text.split("\n"), 1):
        match = _KEY.match(line)
        if match is not None and match[1] == key:
            return number
    return 0


def _warning(path: Path, line: int, message: str) -> str:
    place = f"{path}, line {line}" if line else str(path)
    return clean(f"{place}: {message}")


def _describe(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error)
