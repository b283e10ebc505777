"""Reads untrusted TOML front matter with every value as a string, as `yaml_text` reads YAML."""

import re
import tomllib
from datetime import date, datetime, time

from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import MAX_CHARACTERS, MAX_DEPTH, YamlMapping

_MERGED = ("extra", "params", "taxonomies")
"""Tables of Zola and Hugo whose keys count like those outside."""

_KEY = re.compile(r"""[ \t]*["']?([\w-]+)["']?[ \t]*=""")
_ERROR_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_toml(text: str, first_line: int) -> YamlMapping:
    """Return the mapping in a text, with the keys of the tables `extra` and `params` beside others.

    Args:
        text: The TOML.
        first_line: The number of its first line in the file.

    Raises:
        BrokenFileError: It is not valid TOML, or beyond the limits.
    """
    if len(text) > MAX_CHARACTERS:
        raise BrokenFileError(
            "toml-too-large",
            f"{len(text) // 1024} KiB of TOML; up to {MAX_CHARACTERS // 1024} KiB are read",
            "Move the long text below the front matter.",
            first_line,
        )
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _ERROR_LINE.search(str(error))
        raise BrokenFileError(
            "bad-toml",
            f"Invalid TOML: {in_quotes(_ERROR_LINE.sub('', str(error)).strip())}",
            "Check quotes, brackets and repeated keys here and in the line above.",
            first_line + (int(line[1]) - 1 if line else 0),
        ) from error
    except RecursionError as error:
        raise _too_deep(first_line) from error
    values = {key: _to_raw(value, 1, first_line) for key, value in table.items()}
    for name in _MERGED:
        inner = values.get(name)
        if isinstance(inner, dict):
            del values[name]
            values = {**inner, **values}
    return YamlMapping(values, _find_lines(text, values, first_line), [])


def _to_raw(value: object, depth: int, line: int) -> RawValue:
    if depth > MAX_DEPTH:
        raise _too_deep(line)
    if isinstance(value, dict):
        return {key: _to_raw(item, depth + 1, line) for key, item in value.items()}
    if isinstance(value, list):
        return [_to_raw(item, depth + 1, line) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _find_lines(text: str, values: dict[str, RawValue], first_line: int) -> dict[str, int]:
    """Return the line of each key; `tomllib` does not tell them."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        match = _KEY.match(line)
        if match is not None and match[1] in values:
            lines.setdefault(match[1], number)
    return lines


def _too_deep(line: int) -> BrokenFileError:
    return BrokenFileError(
        "toml-too-deep",
        f"Lists and tables are nested more than {MAX_DEPTH} deep",
        "Use fewer levels.",
        line,
    )
