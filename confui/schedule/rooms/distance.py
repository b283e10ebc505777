"""Compares room names. Parts of a divided hall, such as `Ballroom B`, overlap the whole hall."""

import re
from functools import lru_cache

_AND = frozenset({"and", "und", "et", "y", "the"})
_RANGE = r"(?<!\w)(\d{1,4}|\w)\s*[-–]\s*(\d{1,4}|\w)(?!\w)"
_MAX_PARTS = 100
"""A range names at most this many parts of a hall; further parts are ignored."""
_MOST_PAIRS = 400
"""How many pairs of rooms are compared."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def are_separate(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one certainly has to walk from some rooms to others.

    False if a name could be part of another: `Ballroom B` is in `Ballrooms B and C` and in
    `Ballroom BC`, and `Salon E` is in `Salon A-E`. Also false if either has no rooms or very many.
    """
    if not 0 < len(one) * len(other) <= _MOST_PAIRS:
        return False
    return not any(_may_overlap(a, b) for a in one for b in other)


def _may_overlap(one: str, other: str) -> bool:
    if one == other:
        return True
    (hall, parts), (other_hall, other_parts) = _split(one), _split(other)
    return hall == other_hall and (not parts or not other_parts or bool(parts & other_parts))


@lru_cache(maxsize=1024)
def _split(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of the hall's name, and the letters and numbers of its parts."""
    hall, parts = set(), set()
    folded = re.sub(_RANGE, lambda match: " ".join(_expand_range(*match.groups())), name.casefold())
    for word in re.findall(r"\w+", folded):
        if len(word) == 1 or word.isdigit():
            parts.add(word)
        elif word in _ALPHABET:
            parts.update(word)
        elif word not in _AND:
            hall.add(word.removesuffix("s"))
    return frozenset(hall), frozenset(parts)


def _expand_range(first: str, last: str) -> list[str]:
    if first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first), int(last) + 1)[:_MAX_PARTS]]
    return [chr(code) for code in range(ord(first), ord(last) + 1)[:_MAX_PARTS]]
