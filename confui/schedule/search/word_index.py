"""Full-text search: which sessions contain a word or a phrase.

A part of a word is enough: “jango” finds “Django”. Text without spaces and punctuation is in a
session exactly if it is in one of the session's words, and there are far fewer different words than
characters. So searching the index of words gives the same result as searching all texts. The index
is built in small steps in idle time, or not at all. Sessions that are not indexed yet are searched
directly.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from confui.schedule.models import Session
from confui.schedule.search.bitset import full_set, make_set, selectors
from confui.schedule.search.folding import fold_line

CHUNK_SIZE = 2048
"""The number of sessions in one chunk of the index."""

_SESSIONS_A_STEP = 16
_WORDS_A_STEP = 400
_CACHE_SIZE = 128
_SHORT = 2
"""Pieces of up to this length are indexed separately: they are in too many words to look for."""

_MOST_PIECES = 50
"""How many words of a phrase are looked up, to narrow down the texts that are then searched."""

_WORD = re.compile(r"\w+")


class WordIndex:
    """The folded words of some sessions. Text is folded when first needed."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        self._sessions = sessions
        self._texts: list[str] = []
        self._chunks: list[_Chunk] = []
        self._cache: dict[str, int] = {}

    def prepare(self) -> Iterator[None]:
        """Build the index in steps of about 2 ms. The caller can stop after any of them."""
        while (start := len(self._chunks) * CHUNK_SIZE) < len(self._sessions):
            stop = min(start + CHUNK_SIZE, len(self._sessions))
            chunk = _Chunk(stop - start)
            for first in range(start, stop, _SESSIONS_A_STEP):
                end = min(first + _SESSIONS_A_STEP, stop)
                for text in self._folded_texts(end)[first:end]:
                    chunk.add(text)
                yield
            yield from chunk.close()
            if len(self._chunks) * CHUNK_SIZE == start:  # else another generator has added it
                self._chunks.append(chunk)

    def containing(self, text: str) -> int:
        """Return the set of sessions that contain a word or phrase, folded or not."""
        needle = fold_line(text)
        if needle not in self._cache:
            matches = self._find(needle)
            if len(self._cache) >= _CACHE_SIZE:
                del self._cache[next(iter(self._cache))]
            self._cache[needle] = matches
        return self._cache[needle]

    def _find(self, needle: str) -> int:
        indexed = min(len(self._chunks) * CHUNK_SIZE, len(self._sessions))
        pieces = tuple(dict.fromkeys(_WORD.findall(needle)))
        candidates = full_set(len(self._sessions))
        if not needle:
            return candidates
        for piece in pieces[:_MOST_PIECES]:
            candidates &= self._search_index(piece) | -1 << indexed
        if pieces == (needle,):
            certain = full_set(indexed)
            return candidates & certain | self._search_texts(needle, candidates & ~certain)
        return self._search_texts(needle, candidates)

    def _search_index(self, piece: str) -> int:
        found = 0
        for number, chunk in enumerate(self._chunks):
            found |= chunk.containing(piece) << number * CHUNK_SIZE
        return found

    def _search_texts(self, needle: str, candidates: int) -> int:
        """Return the candidates whose text contains `needle`.

        While the attendee types, the cached result of the shorter text narrows the candidates.
        """
        for cached, matches in self._cache.items():
            if cached in needle:
                candidates &= matches
        if not candidates:
            return 0
        size = len(self._sessions)
        texts = self._folded_texts(size)
        chosen = selectors(candidates, size)
        return make_set((i for i in range(size) if chosen[i] and needle in texts[i]), size)

    def _folded_texts(self, stop: int) -> list[str]:
        """Return the folded texts of at least the first `stop` sessions."""
        self._texts += map(_text, self._sessions[len(self._texts) : stop])
        return self._texts


class _Chunk:
    """The index of one chunk of the texts."""

    def __init__(self, size: int) -> None:
        self._full = full_set(size)
        self._next = 1
        self._sets: dict[str, int] = {}
        self._short: dict[str, int] = {}
        self._words = ""
        self._starts: list[int] = []
        self._found: list[int] = []

    def add(self, text: str) -> None:
        """Add the next text."""
        sets, member = self._sets, self._next
        for word in set(_WORD.findall(text)):
            sets[word] = sets.get(word, 0) | member
        self._next <<= 1

    def close(self) -> Iterator[None]:
        """Finish the chunk, step by step. After that it can be searched."""
        short, start = self._short, 0
        for number, (word, members) in enumerate(self._sets.items()):
            for piece in {word[i : i + n] for n in (1, _SHORT) for i in range(len(word))}:
                short[piece] = short.get(piece, 0) | members
            self._starts.append(start)
            start += len(word) + 1
            if number % _WORDS_A_STEP == 0:
                yield
        self._words = "\n".join(self._sets)
        self._found = list(self._sets.values())
        self._sets.clear()

    def containing(self, piece: str) -> int:
        """Return the set of texts with a word that contains `piece`."""
        if len(piece) <= _SHORT:
            return self._short.get(piece, 0)
        words, starts, found = self._words, self._starts, 0
        at = words.find(piece)
        while at >= 0 and found != self._full:
            number = bisect_right(starts, at)
            found |= self._found[number - 1]
            at = words.find(piece, starts[number]) if number < len(starts) else -1
        return found


def _text(session: Session) -> str:
    """Return the searchable text, one part per line, so that no phrase spans two parts."""
    speakers = (speaker.name for speaker in session.speakers)
    parts = (session.title, session.subtitle, *speakers, *session.rooms)
    return "\n".join(map(fold_line, (*parts, session.abstract, session.body)))
