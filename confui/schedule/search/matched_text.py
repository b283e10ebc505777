"""Where a text matches a query, to mark it and to show a piece of it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from confui.schedule.models import Session
from confui.schedule.query import TEXT, Query, Term, read_sought
from confui.schedule.search.folding import fold_line, fold_text, merge_spans, unfold_spans
from confui.schedule.search.word_match import is_match, is_worth_marking
from confui.schedule.session_text import session_markdown

_LONGEST_TEXT = 100_000
"""Characters of a text of which a piece is shown."""

_JOINED = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Categories of characters that belong to the one before."""

_LINE_SIGNS = re.compile(r"<[^>\s]*>|^[ \t]*(?:#+|>|[-*+]) ", re.M)
_SIGNS = re.compile(r"\]\([^)\s]*\)|[*`\[\]]+|(?<!\w)_+|_+(?!\w)")
"""Signs of Markdown and the addresses of links, which the reader of a line does not miss."""


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
    return tuple(
        (re.compile(r"\s+".join(map(re.escape, fold_line(sought.text).split()))), sought.whole)
        for sought in filter(is_worth_marking, map(read_sought, words))
    )


class Snippet(NamedTuple):
    """A piece of a text that a query was found in."""

    place: str
    """Where it is: `subtitle`, `text` or `note`."""
    text: str
    """One line; it begins with `…` if it is not the beginning."""


@lru_cache(maxsize=1024)
def find_snippet(session: Session, note: str, query: Query, before: int) -> Snippet | None:
    """Return a piece of what a list does not show of a session, from a word of the query on.

    Words that are in the title or in the names of speakers and rooms come last. None if no word is
    in what is not shown.

    Args:
        session: The session.
        note: The attendee's note on it.
        query: What was searched for.
        before: About how many characters come before the word.
    """
    names = (speaker.name for speaker in session.speakers)
    shown = "\n".join((session.title, *names, *session.rooms))
    terms = query.unfolded
    hidden = [term for term in terms if term.field == TEXT or not _find_term(shown, term)]
    body = session_markdown(session)
    texts = {"subtitle": session.subtitle, "text": body[:_LONGEST_TEXT], "note": note}
    plain = {place: _SIGNS.sub("", _LINE_SIGNS.sub(" ", text)) for place, text in texts.items()}
    for wanted, found_in in ((hidden, plain), (terms, plain), (terms, texts)):
        for place, text in found_in.items():
            line = " ".join(text.split())
            if spans := find_words(line, Query(tuple(wanted))):
                return Snippet(place, _cut(line, spans[0][0] - before, spans[0][0]))
    return None


def _find_term(text: str, term: Term) -> list[tuple[int, int]]:
    return find_words(text, Query((term,)))


def _cut(line: str, wanted: int, word: int) -> str:
    """Return a line from the first word on that begins between `wanted` and the place `word`."""
    if wanted <= 0:
        return line
    space = line.find(" ", wanted, word)
    start = space + 1 if space >= 0 else wanted
    while start < word and unicodedata.category(line[start]) in _JOINED:
        start += 1
    return f"…{line[start:]}"
