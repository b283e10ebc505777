"""Full-text search: which texts contain a word or a phrase.

A word matches where a word begins, so it is looked up among the words that begin with the same
letters. In scripts without spaces it matches anywhere in a run of characters. A phrase is looked up
word by word, and what is left is searched for it. The index is built in small steps in idle time,
or not at all. Texts that are not indexed yet are searched directly.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import compress

from confui.schedule.models import Session
from confui.schedule.query import Sought
from confui.schedule.search.bitset import full_set, make_set, selectors
from confui.schedule.search.folding import fold_line
from confui.schedule.search.word_match import find_pieces, has_word, is_unspaced

CHUNK_SIZE = 2048
"""The number of texts in one chunk of the index."""

MOST_KEPT = 4_000_000
"""How many characters of folded texts are kept beside the index, for phrases."""

_TEXTS_A_STEP = 16
_WORDS_A_STEP = 800
_CACHE_SIZE = 256
_SHORT = 2
"""Beginnings of up to this length are indexed separately: too many words have them."""

_MOST_PIECES = 50
"""How many words of a phrase are looked up, to narrow down the texts that are then searched."""


class WordIndex:
    """The folded words of one text of each session. Texts are folded when first needed."""

    def __init__(
        self, sessions: Sequence[Session], parts_of: Callable[[Session], Sequence[str]]
    ) -> None:
        """Index nothing yet.

        Args:
            sessions: The sessions.
            parts_of: Returns the parts of a session's text; no phrase spans two of them.
        """
        self._sessions = sessions
        self._parts_of = parts_of
        self._texts: list[str | None] = []
        """The folded texts, `None` for those that would be too many to keep beside the index."""
        self._kept = 0
        """How many characters are kept of texts that are indexed."""
        self._chunks: list[_Chunk] = []
        self._cache: dict[tuple[str, bool], int] = {}

    def prepare(self) -> Iterator[None]:
        """Build the index in steps of about 2 ms. The caller can stop after any of them."""
        while (start := len(self._chunks) * CHUNK_SIZE) < len(self._sessions):
            stop = min(start + CHUNK_SIZE, len(self._sessions))
            chunk = _Chunk(stop - start)
            for first in range(start, stop, _TEXTS_A_STEP):
                end = min(first + _TEXTS_A_STEP, stop)
                self._fold_texts(end)
                for index in range(first, end):
                    chunk.add(self._folded_text(index))
                yield
            yield from chunk.close()
            if len(self._chunks) * CHUNK_SIZE == start:  # else another generator has added it
                self._chunks.append(chunk)
                self._drop_texts(start, stop)

    def matching(self, sought: Sought) -> int:
        """Return the set of sessions whose text has a word or phrase."""
        key = fold_line(sought.text), sought.whole
        if key not in self._cache:
            matches = self._find(*key)
            if len(self._cache) >= _CACHE_SIZE:
                del self._cache[next(iter(self._cache))]
            self._cache[key] = matches
        return self._cache[key]

    def _find(self, needle: str, whole: bool) -> int:
        size = len(self._sessions)
        candidates = full_set(size)
        if not needle:
            return candidates
        indexed = min(len(self._chunks) * CHUNK_SIZE, size)
        pieces = find_pieces(needle)
        for number, piece in enumerate(pieces[:_MOST_PIECES], 1):
            begins = number == len(pieces) and needle.endswith(piece) and not whole
            candidates &= self._search_index(piece, not begins) | -1 << indexed
        uncertain = full_set(size) if pieces != [needle] else -1 << indexed
        return candidates & ~uncertain | self._search_texts(needle, whole, candidates & uncertain)

    def _search_index(self, piece: str, whole: bool) -> int:
        found = 0
        for number, chunk in enumerate(self._chunks):
            found |= chunk.matching(piece, whole) << number * CHUNK_SIZE
        return found

    def _search_texts(self, needle: str, whole: bool, candidates: int) -> int:
        """Return the candidates whose text matches.

        While the attendee types, the cached result of the shorter text narrows the candidates.
        """
        for (cached, is_whole), matches in self._cache.items():
            if not is_whole and needle.startswith(cached):
                candidates &= matches
        if not candidates:
            return 0
        size = len(self._sessions)
        self._fold_texts(size)
        chosen = compress(range(size), selectors(candidates, size))
        return make_set((i for i in chosen if has_word(self._folded_text(i), needle, whole)), size)

    def _fold_texts(self, stop: int) -> None:
        """Fold the texts of at least the first `stop` sessions."""
        self._texts += map(self._fold, self._sessions[len(self._texts) : stop])

    def _folded_text(self, index: int) -> str:
        text = self._texts[index]
        return self._fold(self._sessions[index]) if text is None else text

    def _fold(self, session: Session) -> str:
        return "\n".join(map(fold_line, self._parts_of(session)))

    def _drop_texts(self, start: int, stop: int) -> None:
        """Forget texts that are indexed: only phrases are still searched for in them."""
        for index in range(start, stop):
            self._kept += len(self._folded_text(index))
            if self._kept > MOST_KEPT:
                self._texts[index] = None


class _Chunk:
    """The index of one chunk of the texts."""

    def __init__(self, size: int) -> None:
        self._full = full_set(size)
        self._next = 1
        self._sets: dict[str, int] = {}
        self._short: dict[str, int] = {}
        self._words: dict[str, list[tuple[str, int]]] = {}
        """The words with their texts, by their beginnings of one letter more than `_SHORT`."""
        self._runs = ""
        """The runs of unspaced scripts, one per line."""
        self._starts: list[int] = []
        self._found: list[int] = []

    def add(self, text: str) -> None:
        """Add the next text."""
        sets, member = self._sets, self._next
        for word in set(find_pieces(text)):
            sets[word] = sets.get(word, 0) | member
        self._next <<= 1

    def close(self) -> Iterator[None]:
        """Finish the chunk, step by step. After that it can be searched."""
        short, words, runs = self._short, self._words, []
        start = 0
        for number, (word, members) in enumerate(self._sets.items()):
            if is_unspaced(word):
                beginnings = {word[i : i + n] for n in (1, _SHORT) for i in range(len(word))}
                runs.append(word)
                self._starts.append(start)
                self._found.append(members)
                start += len(word) + 1
            else:
                beginnings = {word[:n] for n in range(1, _SHORT + 1)}
                words.setdefault(word[: _SHORT + 1], []).append((word, members))
            for beginning in beginnings:
                short[beginning] = short.get(beginning, 0) | members
            if number % _WORDS_A_STEP == 0:
                yield
        self._runs = "\n".join(runs)
        self._sets.clear()

    def matching(self, piece: str, whole: bool) -> int:
        """Return the set of texts with a word that is a piece, or begins with it if not `whole`.

        A piece of an unspaced script is found in any run that contains it.
        """
        if is_unspaced(piece):
            return self._short.get(piece, 0) if len(piece) <= _SHORT else self._search_runs(piece)
        if len(piece) <= _SHORT and not whole:
            return self._short.get(piece, 0)
        found = 0
        for word, members in self._words.get(piece[: _SHORT + 1], ()):
            if word == piece or (not whole and word.startswith(piece)):
                found |= members
        return found

    def _search_runs(self, piece: str) -> int:
        runs, starts, found = self._runs, self._starts, 0
        at = runs.find(piece)
        while at >= 0 and found != self._full:
            number = bisect_right(starts, at)
            found |= self._found[number - 1]
            at = runs.find(piece, starts[number]) if number < len(starts) else -1
        return found
