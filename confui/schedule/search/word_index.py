"""The words of all sessions, folded: which sessions contain a word or a phrase.

A part of a word is enough: “jango” is in “Django”. What is written without space or punctuation is
in a text exactly if it is in one of the text's words, and all texts together have far fewer words
than characters: so an index of words answers what reading all the texts would. It is built in small
steps, in idle time or never; sessions that it does not hold yet are read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from confui.schedule.models import Session
from confui.schedule.search.bitset import full_set, make_set, selectors
from confui.schedule.search.folding import fold_line

CHAPTER = 2048
"""How many sessions share one index."""

_SESSIONS_A_STEP = 16
_WORDS_A_STEP = 400
_ANSWERS = 128
_SHORT = 2
_WORD = re.compile(r"\w+")


class WordIndex:
    """The folded words of some sessions. Nothing is folded before the first question or step."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        self._sessions = sessions
        self._texts: list[str] = []
        self._chapters: list[_Chapter] = []
        self._answers: dict[str, int] = {}

    def prepare(self) -> Iterator[None]:
        """Build the index step by step, each some 2 ms long; may be left off at any step."""
        while (start := len(self._chapters) * CHAPTER) < len(self._sessions):
            stop = min(start + CHAPTER, len(self._sessions))
            chapter = _Chapter(stop - start)
            for place in range(start, stop, _SESSIONS_A_STEP):
                end = min(place + _SESSIONS_A_STEP, stop)
                for text in self._read_until(end)[place:end]:
                    chapter.add(text)
                yield
            yield from chapter.close()
            if len(self._chapters) * CHAPTER == start:  # else somebody was here before
                self._chapters.append(chapter)

    def containing(self, text: str) -> int:
        """Return the set of sessions that contain a word or phrase, which need not be folded."""
        needle = fold_line(text)
        if needle not in self._answers:
            answer = self._find(needle)
            if len(self._answers) >= _ANSWERS:
                del self._answers[next(iter(self._answers))]
            self._answers[needle] = answer
        return self._answers[needle]

    def _find(self, needle: str) -> int:
        indexed = min(len(self._chapters) * CHAPTER, len(self._sessions))
        pieces = _WORD.findall(needle)
        candidates = full_set(len(self._sessions))
        if not needle:
            return candidates
        for piece in pieces:
            candidates &= self._indexed(piece) | -1 << indexed
        if pieces == [needle]:
            sure = full_set(indexed)
            return candidates & sure | self._read(needle, candidates & ~sure)
        return self._read(needle, candidates)

    def _indexed(self, piece: str) -> int:
        found = 0
        for number, chapter in enumerate(self._chapters):
            found |= chapter.containing(piece) << number * CHAPTER
        return found

    def _read(self, needle: str, candidates: int) -> int:
        """Return those of the candidates whose text contains `needle`.

        While somebody types, the answer to a shorter text spares most of the reading.
        """
        for known, answer in self._answers.items():
            if known in needle:
                candidates &= answer
        if not candidates:
            return 0
        size = len(self._sessions)
        texts = self._read_until(size)
        chosen = selectors(candidates, size)
        return make_set((i for i in range(size) if chosen[i] and needle in texts[i]), size)

    def _read_until(self, stop: int) -> list[str]:
        """Return the folded texts, at least those of the first `stop` sessions."""
        self._texts += map(_text, self._sessions[len(self._texts) : stop])
        return self._texts


class _Chapter:
    """The index of the words in some of the texts."""

    def __init__(self, size: int) -> None:
        self._full = full_set(size)
        self._next = 1
        self._sets: dict[str, int] = {}
        self._short: dict[str, int] = {}
        self._words = ""
        self._starts: list[int] = []
        self._found: list[int] = []

    def add(self, text: str) -> None:
        """Take the next text in."""
        sets, member = self._sets, self._next
        for word in set(_WORD.findall(text)):
            sets[word] = sets.get(word, 0) | member
        self._next <<= 1

    def close(self) -> Iterator[None]:
        """Make the index ready for questions, step by step."""
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
        """Return the set of texts that have a word with `piece` in it."""
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
    """Return what words are looked for in, one part a line, so that no phrase spans two parts."""
    speakers = (speaker.name for speaker in session.speakers)
    parts = (session.title, session.subtitle, *speakers, *session.rooms)
    return "\n".join(map(fold_line, (*parts, session.abstract, session.body)))
