"""Patterns for paths in `conference.yaml`, matched against names and never against the disk."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"
_LONGEST = 200


def is_safe(glob: str) -> bool:
    """Whether a pattern stays below the folder that it is written in, and is of a usual length."""
    parts = glob.split("/")
    return (
        len(glob) <= _LONGEST
        and "\\" not in glob
        and ":" not in parts[0]
        and ".." not in parts
        and bool(parts[0])
    )


def matches(path: str, globs: Iterable[str]) -> bool:
    """Whether a path, with `/` between its parts, fits one of the patterns.

    `*`, `?` and `[a-z]` stand for what is within one name, `**` for any number of folders.
    """
    parts = path.split("/")
    return any(_matches(parts, glob.split("/")) for glob in globs)


def _matches(parts: list[str], pattern: list[str]) -> bool:
    """Return whether all parts fit: `reached` is how many may be behind each part of a pattern."""
    reached = {0}
    for name in pattern:
        if not reached:
            return False
        if name == _ANY_DEPTH:
            reached = set(range(min(reached), len(parts) + 1))
        elif name not in ("", "."):
            reached = {
                count + 1
                for count in reached
                if count < len(parts) and fnmatchcase(parts[count], name)
            }
    return len(parts) in reached
