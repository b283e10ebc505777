"""Matches names, such as titles and commands, against the words that are typed in the palette.

The names come from strangers. So only the beginning of a long name or query is compared, and the
time that a name takes is proportional to its length and to the number of typed words.
"""

import re
from typing import NamedTuple

from confui.schedule.search.folding import fold_text, merge_spans, unfold_spans

LONGEST_NAME = 500
"""How many characters of a name are compared."""

MOST_WORDS = 10
"""How many words of a query are compared."""

_LONGEST_QUERY = 200
"""How many characters of a query are read."""

_WORD = re.compile(r"[\w+#]+")
"""Plus and hash are parts of words: `C++` and `C#` are names."""

_BETWEEN_WORDS = re.compile(r"[^\w+#]")

_WHOLE, _BEGINS, _INSIDE = 3.0, 2.0, 1.0
"""Points for a word of the query that is a word of the name, begins one, or is inside one."""

_IN_ORDER = 0.5
"""Points for words that are in the name in the order of the query."""


class _Place(NamedTuple):
    start: int
    points: float


class NameQuery:
    """A typed text, as the words that a name must have.

    Each word must begin a word of the name, or else be inside one. The order does not matter, and
    neither do case, accents and punctuation.
    """

    def __init__(self, text: str) -> None:
        words = dict.fromkeys(_WORD.findall(fold_text(text[:_LONGEST_QUERY])))
        self._words = tuple(words)[:MOST_WORDS]

    def score(self, name: str) -> float:
        """Return how well a name matches, from 0 (it does not) to 5.

        Whole words count most, then words that begin as typed; then how early they are, and how
        much of the name they are.

        Args:
            name: A name that `fold_name` has returned.
        """
        total, last, in_order = 0.0, -1, True
        for word in self._words:
            if word not in name:  # tested first, since most names do not match
                return 0
            start, points = _find(word, name)
            total += points - start / len(name)
            in_order = in_order and start > last
            last = start
        if not total:
            return 0
        covered = sum(map(len, self._words)) / len(name)
        return total / len(self._words) + covered + _IN_ORDER * in_order

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Return the parts (start, end) of a name that match, sorted and without overlaps.

        Args:
            name: A name as written, which matches.
        """
        shown = name[:LONGEST_NAME]
        folded = fold_name(shown)
        starts = [(_find(word, folded).start - 1, len(word)) for word in self._words]
        return merge_spans(unfold_spans(shown, [(at, at + length) for at, length in starts]))


def fold_name(name: str) -> str:
    """Return the folded beginning of a name, with a space before it and for all punctuation."""
    return f" {_BETWEEN_WORDS.sub(' ', fold_text(name[:LONGEST_NAME]))} "


def _find(word: str, name: str) -> _Place:
    """Return the best place of a word that is in a folded name."""
    start = name.find(f" {word} ")
    if start >= 0:
        return _Place(start + 1, _WHOLE)
    start = name.find(f" {word}")
    if start >= 0:
        return _Place(start + 1, _BEGINS)
    return _Place(name.find(word), _INSIDE)
