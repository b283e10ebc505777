"""Folded text: what searching compares, and where each piece of it was in the text as shown."""

import codecs
import re
from functools import lru_cache

from confui.schedule.query import Query
from confui.text import fold


def _fold_unencodable(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = fold(error.object[error.start : error.end])
    return part.encode("utf-8", "surrogatepass"), error.end


codecs.register_error("confui.fold", _fold_unencodable)


def fold_text(text: str) -> str:
    """Return `fold(text)`, many times faster where few characters need more than lower case.

    A text may be folded in parts, as no character's folding depends on another. So the encoder
    finds those that are not ASCII, in C, and asks what to put in their place.
    """
    if text.isascii():
        return text.lower()
    return text.encode("ascii", "confui.fold").lower().decode("utf-8", "surrogatepass")


def fold_line(text: str) -> str:
    """Return the folded text with every run of white space as one space."""
    return " ".join(fold_text(text).split())


def find_words(text: str, query: Query) -> list[tuple[int, int]]:
    """Return where the words and phrases of a query are in a shown text: start, and end behind it.

    In characters of `text`, sorted, without overlaps. A phrase may run over line ends. What a
    folded character matches in part counts as a whole: “i” marks all of the ligature “ﬁ”. Single
    ASCII characters are not marked: they are in nearly every word.
    """
    patterns = _patterns(query)
    if not patterns or not text:
        return []
    searched = fold_text(text)
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(searched))
    if found and not text.isascii():
        places = _places(text)
        found = [(places[start], _end(places, end)) for start, end in found]
    return _merged(found)


@lru_cache(maxsize=16)
def _patterns(query: Query) -> tuple[re.Pattern[str], ...]:
    words = {fold_line(word) for word in query.words}
    return tuple(
        re.compile(r"\s+".join(map(re.escape, word.split())))
        for word in sorted(words)
        if len(word) > 1 or (word and not word.isascii())
    )


def _places(text: str) -> list[int]:
    """Return for each folded character the place of the one in `text` that it comes from."""
    places = [place for place, character in enumerate(text) for _ in fold_text(character)]
    return [*places, len(text)]


def _end(places: list[int], end: int) -> int:
    """Return the place behind the last matched character, and behind the accents on it."""
    return max(places[end], places[end - 1] + 1)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
