"""Where a text matches a query, to mark it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from confui.schedule.query import Query, read_sought
from confui.schedule.search.folding import fold_line, fold_text, merge_spans, unfold_spans
from confui.schedule.search.word_match import is_match


def find_words(text: str, query: Query) -> list[tuple[int, int]]:
    """Return the spans (start, end) of a query's words and phrases in a text, for highlighting.

    The spans are in characters of `text`, sorted and without overlaps. A phrase can span lines. If
    a match covers part of a character, the span covers all of it: “f” highlights the ligature “ﬁ”.
    Single ASCII characters are ignored unless they are whole words: too many words begin with them.
    """
    needles = _needles(query.words)
    if not needles or not text:
        return []
    searched = fold_text(text)
    spans = [span for needle in needles for span in _find(searched, *needle)]
    return merge_spans(unfold_spans(text, spans))


def _find(searched: str, needle: re.Pattern[str], whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the spans in a folded text where a word or phrase matches."""
    found = needle.search(searched)
    while found:
        start, end = found.span()
        if is_match(searched, start, end, whole):
            yield start, end
        else:
            end = start + 1
        found = needle.search(searched, end)


@lru_cache(maxsize=16)
def _needles(words: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return what to look for: each pattern, and whether it must be whole words."""
    needles = []
    for text, whole in map(read_sought, words):
        word = fold_line(text)
        if len(word) > 1 or (word and (whole or not word.isascii())):
            needles.append((re.compile(r"\s+".join(map(re.escape, word.split()))), whole))
    return tuple(needles)
