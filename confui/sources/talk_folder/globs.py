"""The globs in `conference.yaml`, matched against paths as text and never against the disk."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

_ANY_DEPTH = "**"
_MAX_LENGTH = 200


def is_safe(glob: str) -> bool:
    """Whether a glob is a relative path below its folder, and not absurdly long."""
    parts = glob.split("/")
    return (
        len(glob) <= _MAX_LENGTH
        and "\\" not in glob
        and ":" not in parts[0]
        and ".." not in parts
        and bool(parts[0])
    )


def matches(path: str, globs: Iterable[str]) -> bool:
    """Whether a path matches one of the globs. Both have `/` between their parts.

    `*`, `?` and `[a-z]` match within one name; `**` matches any number of folders.
    """
    parts = path.split("/")
    return any(_matches(parts, glob.split("/")) for glob in globs)


def _matches(parts: list[str], pattern: list[str]) -> bool:
    """Whether all parts match. `reached` has the possible numbers of parts matched so far.

    A set of numbers instead of recursion keeps patterns with many `**` fast.
    """
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
