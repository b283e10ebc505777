"""Whether two names of rooms mean the same walls: halls are divided, and each part has a name."""

import re
from functools import lru_cache

_AND = frozenset({"and", "und", "et", "y", "the"})
_RANGE = r"(?<!\w)(\d{1,4}|\w)\s*[-–]\s*(\d{1,4}|\w)(?!\w)"
_MOST = 100
"""Parts of a hall that a range names: what is beyond them is left out."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def are_separate(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether people have to walk from some rooms to others.

    `Ballroom B` lies within `Ballrooms B and C` and within `Ballroom BC`, `Salon E` in `Salon A-E`:
    of what might be so nothing is claimed, nor of rooms that have no name.
    """
    return bool(one and other) and not any(_touch(a, b) for a in one for b in other)


def _touch(one: str, other: str) -> bool:
    if one == other:
        return True
    (hall, parts), (other_hall, other_parts) = _split(one), _split(other)
    return hall == other_hall and (not parts or not other_parts or bool(parts & other_parts))


@lru_cache(maxsize=1024)
def _split(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that name the hall, and the letters or numbers of its parts."""
    hall, parts = set(), set()
    folded = re.sub(_RANGE, lambda match: " ".join(_between(*match.groups())), name.casefold())
    for word in re.findall(r"\w+", folded):
        if len(word) == 1 or word.isdigit():
            parts.add(word)
        elif word in _ALPHABET:
            parts.update(word)
        elif word not in _AND:
            hall.add(word.removesuffix("s"))
    return frozenset(hall), frozenset(parts)


def _between(first: str, last: str) -> list[str]:
    if first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first), int(last) + 1)[:_MOST]]
    return [chr(code) for code in range(ord(first), ord(last) + 1)[:_MOST]]
