"""Full-text search: which texts contain a word or a phrase.

A word matches where a word begins, so it is looked up among the words that begin with the same
letters. In scripts without spaces it matches anywhere in a run of characters. A phrase is looked up
word by word, and what is left is searched for it. The index is built in small steps in idle time,
or not at all. Texts that are not indexed yet are searched directly, if they are many step by step.
Of a large conference it is stored packed, with the sessions, and read when it is needed.
"""

import json
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, compress
from typing import Protocol

from confui.schedule.models import Session
from confui.schedule.query import Sought
from confui.schedule.search.folding import fold_line
from confui.schedule.search.session_set import (
    full_set,
    make_set,
    make_union,
    pack_set,
    selectors,
    set_width,
    unpack_set,
)
from confui.schedule.search.word_match import find_pieces, has_word, is_unspaced

CHUNK_SIZE = 4096
"""The number of texts in one chunk of the index."""

CHUNK_SIZE_OF_LINES = 32_768
"""The same, of texts that have a line: then their words are in one file."""

MOST_KEPT = 4_000_000
"""How many characters of folded texts are kept beside the index, for phrases."""

MOST_AT_ONCE = 500
"""How many texts are searched while somebody waits: it takes up to 50 ms."""

_TEXTS_A_STEP = 16
_CACHE_SIZE = 256
_MOST_PIECES = 50
"""How many words of a phrase are looked up, to narrow down the texts that are then searched."""

SHORT = 2
"""Beginnings of up to this length are indexed separately: too many words have them."""

_FORMAT = 2
_WORDS_A_STEP = 800
_BEGINNINGS_A_STEP = 20
_ENCODING = "utf-8"
_PARTS = ("words", "runs", "short", "sets", "ends", "checks")
"""The parts of a packed chunk, whose lengths its first line has."""
_BLOCK = 8 * 1024
"""Bytes of numbers that share a checksum."""
_NUMBERS = "numbers"
"""The name of the part with the numbers of texts ends so."""


class StoredIndexes(Protocol):
    """The packed indexes of exactly these sessions, as `Corpus.pack` yields them."""

    def read(self, name: str) -> bytes | None:
        """Return what has a name; None if there is nothing, or if it is damaged."""

    def read_slice(self, name: str, start: int, stop: int) -> bytes | None:
        """Return bytes of what has a name, unchecked; None if there is nothing."""

    def drop(self) -> None:
        """Let them be made anew the next time: something is damaged."""


class WordIndex:
    """The folded words of one text of each session. Texts are folded when first needed."""

    def __init__(
        self,
        sessions: Sequence[Session],
        parts_of: Callable[[Session], Sequence[str]],
        name: str = "",
        stored: StoredIndexes | None = None,
        *,
        short: bool = False,
    ) -> None:
        """Index nothing yet.

        Args:
            sessions: The sessions.
            parts_of: Returns the parts of a session's text; no phrase spans two of them.
            name: What the texts are, in letters, for the packed index.
            stored: Where the index may be; `None` if it is nowhere.
            short: Whether the texts have a line at most, so that a chunk can have many.
        """
        self._sessions = sessions
        self._parts_of = parts_of
        self._name = name
        self._stored = stored
        self._chunk_size = CHUNK_SIZE_OF_LINES if short else CHUNK_SIZE
        self._is_unread = stored is not None
        """Whether there may be more stored chunks."""
        self._texts: list[str | None] = []
        """The folded texts, `None` for those that would be too many to keep beside the index."""
        self._kept = 0
        """How many characters are kept of texts that are indexed."""
        self._chunks: list[WordChunk] = []
        self._cache: dict[tuple[str, bool], int] = {}
        self._looked_up: tuple[tuple[str, bool, int], int, int] = ("", False, 0), 0, 0
        """What was looked up last, and the result, which is often asked for again."""

    def prepare(self) -> Iterator[None]:
        """Read or build the index in steps of about 2 ms. The caller can stop after any of them."""
        yield from self.read_stored()
        while (start := len(self._chunks) * self._chunk_size) < len(self._sessions):
            stop = min(start + self._chunk_size, len(self._sessions))
            builder = ChunkBuilder(stop - start)
            for first in range(start, stop, _TEXTS_A_STEP):
                end = min(first + _TEXTS_A_STEP, stop)
                self._fold_texts(end)
                for index in range(first, end):
                    builder.add(self._folded_text(index))
                yield
            for chunk in builder.finish():
                if chunk is None:
                    yield
                elif len(self._chunks) * self._chunk_size == start:
                    # Else another generator has added it.
                    self._chunks.append(chunk)
                    self._drop_texts(start, stop)

    def pack(self) -> Iterator[tuple[str, bytes]]:
        """Yield the whole index in parts, each with its name; see `StoredIndexes`."""
        for _ in self.prepare():
            pass
        for number, chunk in enumerate(self._chunks):
            content, numbers = chunk.pack()
            part = self._part(number * self._chunk_size)
            yield part, content
            yield part + _NUMBERS, numbers

    def read_stored(self) -> Iterator[None]:
        """Read the stored chunks, up to the first one that is not there, step by step."""
        while self._is_unread:
            start = len(self._chunks) * self._chunk_size
            stop = min(start + self._chunk_size, len(self._sessions))
            chunk = self._read_chunk(self._part(start)) if start < stop else None
            if chunk is None or chunk.size != stop - start:
                self._is_unread = False
                return
            self._chunks.append(chunk)
            self._texts[start:stop] = [None] * (stop - start)
            yield

    def _read_chunk(self, part: str) -> "WordChunk | None":
        """Return a stored chunk; None if there is none."""
        content = self._stored.read(part) if self._stored is not None else None
        if self._stored is None or not content:
            return None
        try:
            return unpack(content, partial(self._stored.read_slice, part + _NUMBERS))
        except ValueError:
            return None  # of another program

    def _forget_stored(self) -> None:
        """Forget the stored chunks, because one is damaged; `prepare` builds them again."""
        if self._stored is not None:
            self._stored.drop()
        self._chunks.clear()

    def _part(self, start: int) -> str:
        return f"{self._name}{start // self._chunk_size}"

    def matching(self, sought: Sought) -> int:
        """Return the set of sessions whose text has a word or phrase."""
        key = _key(sought)
        if key not in self._cache:
            certain, uncertain = self._look_up(*key)
            self._keep(key, certain | self._search_texts(*key, uncertain))
        return self._cache[key]

    def matching_at_once(self, sought: Sought) -> int | None:
        """Return what `matching` does; None if many texts have to be searched for it."""
        if self._count_unsearched(_key(sought)) > MOST_AT_ONCE:
            return None
        return self.matching(sought)

    def known(self, sought: Sought) -> int:
        """Return the sessions of `matching` that are found without searching a text."""
        return self._look_up(*_key(sought))[0]

    def search(self, sought: Sought) -> Iterator[None]:
        """Search in steps of about 2 ms. After the last one `matching` knows the answer."""
        key = _key(sought)
        if key in self._cache:
            return
        found, uncertain = self._look_up(*key)
        for start in range(0, len(self._sessions), _TEXTS_A_STEP):
            part = uncertain & full_set(_TEXTS_A_STEP) << start
            if part:
                found |= self._search_texts(*key, part)
                yield
        self._keep(key, found)

    def _count_unsearched(self, key: tuple[str, bool]) -> int:
        return 0 if key in self._cache else self._look_up(*key)[1].bit_count()

    def _keep(self, key: tuple[str, bool], matches: int) -> None:
        if len(self._cache) >= _CACHE_SIZE:
            del self._cache[next(iter(self._cache))]
        self._cache[key] = matches

    def _look_up(self, needle: str, whole: bool) -> tuple[int, int]:
        """Return the sessions whose text matches for certain, and those whose text may match.

        While the attendee types, the cached result of the shorter text narrows the latter.
        """
        if not needle:
            return full_set(len(self._sessions)), 0
        for _ in self.read_stored():
            pass
        try:
            return self._look_up_in_chunks(needle, whole)
        except DamagedNumbersError:
            self._forget_stored()
            return self._look_up_in_chunks(needle, whole)

    def _look_up_in_chunks(self, needle: str, whole: bool) -> tuple[int, int]:
        size = len(self._sessions)
        everything, indexed = full_set(size), min(len(self._chunks) * self._chunk_size, size)
        asked = needle, whole, indexed
        if asked != self._looked_up[0]:
            candidates = everything
            pieces = find_pieces(needle)
            for number, piece in enumerate(pieces[:_MOST_PIECES], 1):
                begins = number == len(pieces) and needle.endswith(piece) and not whole
                candidates &= self._search_index(piece, not begins) | -1 << indexed
            uncertain = candidates & (everything if pieces != [needle] else -1 << indexed)
            self._looked_up = asked, candidates & ~uncertain, uncertain
        _, certain, uncertain = self._looked_up
        for (cached, is_whole), matches in self._cache.items():
            if not is_whole and needle.startswith(cached):
                uncertain &= matches
        return certain, uncertain

    def _search_index(self, piece: str, whole: bool) -> int:
        found = 0
        for number, chunk in enumerate(self._chunks):
            found |= chunk.matching(piece, whole) << number * self._chunk_size
        return found

    def _search_texts(self, needle: str, whole: bool, candidates: int) -> int:
        """Return the candidates whose text matches."""
        if not candidates:
            return 0
        size = candidates.bit_length()
        if len(self._texts) < size:
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


def _key(sought: Sought) -> tuple[str, bool]:
    return fold_line(sought.text), sought.whole


class DamagedNumbersError(ValueError):
    """The stored numbers of texts are not those that were packed."""


class TextNumbers:
    """The numbers of texts, value after value, which may be stored.

    They are most of an index, and a search reads few of them.
    """

    def __init__(
        self, read: Callable[[int, int], bytes | None], size: int, checks: "array[int]"
    ) -> None:
        """Read nothing yet.

        Args:
            read: Returns the bytes from one place to another; None if there are none.
            size: How many bytes there are.
            checks: The CRC-32 of each block of them.
        """
        self._read = read
        self._size = size
        self.checks = checks

    @classmethod
    def of(cls, numbers: bytes) -> "TextNumbers":
        """Return numbers that are in memory, 16 bits each."""
        starts = range(0, len(numbers), _BLOCK)
        checks = array("I", [zlib.crc32(numbers[start : start + _BLOCK]) for start in starts])
        return cls(lambda start, stop: numbers[start:stop], len(numbers), checks)

    def load(self) -> bytes:
        """Return all of them. Raises DamagedNumbersError."""
        return bytes(self[0 : self._size // 2])

    def __getitem__(self, chosen: slice) -> "memoryview[int]":
        """Return the numbers from one place to another. Raises DamagedNumbersError."""
        start, stop = 2 * chosen.start, 2 * chosen.stop
        first, last = start // _BLOCK, (stop + _BLOCK - 1) // _BLOCK
        begin, end = first * _BLOCK, min(last * _BLOCK, self._size)
        content = self._read(begin, end) if begin < end else b""
        if content is None or len(content) != max(0, end - begin):
            raise DamagedNumbersError
        for number in range(first, last):
            block = content[number * _BLOCK - begin : (number + 1) * _BLOCK - begin]
            if zlib.crc32(block) != self.checks[number]:
                raise DamagedNumbersError
        return memoryview(content)[start - begin : stop - begin].cast("H")


class WordChunk:
    """Which of up to 65,536 texts have which words, packed so that it can be stored.

    It takes a tenth of the memory of a dictionary, and a hundredth if the numbers are stored.
    """

    def __init__(
        self,
        size: int,
        words: str,
        runs: str,
        short: str,
        sets: bytes,
        ends: bytes,
        numbers: TextNumbers,
    ) -> None:
        """Take the parts as they are packed.

        Args:
            size: The number of texts.
            words: The words, sorted, each behind a line feed, and one at the end.
            runs: The runs of unspaced scripts, likewise.
            short: The short beginnings of words, and parts of runs, likewise.
            sets: The set of texts for each of them, each as many bytes as `size` needs.
            ends: For each word and run the end of its texts among the numbers, 32 bits each.
            numbers: The numbers of texts.
        """
        self.size = size
        self._parts = words, runs, short, sets, ends
        self._words, self._runs, self._short, self._sets = words, runs, short, sets
        self._ends = memoryview(ends).cast("I")
        self._numbers = numbers
        self._full = full_set(size)

    def matching(self, piece: str, whole: bool) -> int:
        """Return the set of texts with a word that is a piece, or begins with it if not `whole`.

        A piece of an unspaced script is found in any run that contains it.
        """
        unspaced = is_unspaced(piece)
        if len(piece) <= SHORT and (unspaced or not whole):
            return self._short_set(piece)
        return self._search_runs(piece) if unspaced else self._search_words(piece, whole)

    def pack(self) -> tuple[bytes, bytes]:
        """Return what `unpack` makes the same chunk of, and the numbers of texts."""
        texts = [
            part.encode(_ENCODING, "surrogatepass") if isinstance(part, str) else part
            for part in (*self._parts, self._numbers.checks.tobytes())
        ]
        numbers = self._numbers.load()
        head = json.dumps([_FORMAT, sys.byteorder, self.size, len(numbers), *map(len, texts)])
        return b"\n".join((head.encode(), b"".join(texts))), numbers

    def _short_set(self, piece: str) -> int:
        at = self._short.find(f"\n{piece}\n")
        if at < 0:
            return 0
        width = set_width(self.size)
        start = self._short.count("\n", 0, at) * width
        return unpack_set(self._sets[start : start + width], self.size)

    def _search_words(self, piece: str, whole: bool) -> int:
        sought = f"\n{piece}\n" if whole else f"\n{piece}"
        first = self._words.find(sought)
        if first < 0:
            return 0
        last = first if whole else self._words.rfind(sought)
        number = self._words.count("\n", 0, first)
        return self._set_of(number, number + self._words.count("\n", first, last) + 1)

    def _search_runs(self, piece: str) -> int:
        runs, found, before = self._runs, [], 0
        number = max(0, self._words.count("\n") - 1)
        at = runs.find(piece)
        while at >= 0:
            number += runs.count("\n", before, at)
            found.append(number - 1)
            before = end = runs.find("\n", at)
            at = runs.find(piece, end)
        if not found:
            return 0
        begin = self._start(found[0])
        numbers = self._numbers[begin : self._ends[found[-1]]]
        places = ((self._start(each) - begin, self._ends[each] - begin) for each in found)
        return self._make_set(set().union(*(numbers[start:stop] for start, stop in places)))

    def _set_of(self, first: int, stop: int) -> int:
        """Return the texts that have one of some words, given by their numbers."""
        return self._make_set(set(self._numbers[self._start(first) : self._ends[stop - 1]]))

    def _start(self, word: int) -> int:
        return self._ends[word - 1] if word else 0

    def _make_set(self, texts: set[int]) -> int:
        return make_set((text for text in texts if text < self.size), self.size)


def unpack(content: bytes, read: Callable[[int, int], bytes | None]) -> WordChunk:
    """Return the chunk that was packed. Raises ValueError if it was not by this program.

    Args:
        content: What was packed.
        read: Returns the numbers of texts from one byte to another; None if there are none.
    """
    end_of_line = content.index(b"\n")  # raises ValueError
    line, rest = content[:end_of_line], content[end_of_line + 1 :]
    head = json.loads(line)
    expected = len(_PARTS) + 4
    if not isinstance(head, list) or len(head) != expected or head[:2] != [_FORMAT, sys.byteorder]:
        raise ValueError("packed by another program")
    size, total, *lengths = head[2:]
    if not all(type(length) is int and length >= 0 for length in (size, total, *lengths)):
        raise ValueError("impossible lengths")
    if sum(lengths) != len(rest):
        raise ValueError("cut short")
    parts, start = [], 0
    for length in lengths:
        parts.append(rest[start : start + length])
        start += length
    words, runs, short = (part.decode(_ENCODING, "surrogatepass") for part in parts[:3])
    sets, ends, packed_checks = parts[3:]
    count = max(0, words.count("\n") - 1) + max(0, runs.count("\n") - 1)
    blocks = (total + _BLOCK - 1) // _BLOCK
    if len(ends) != 4 * count or total % 2 or len(packed_checks) != 4 * blocks:
        raise ValueError("words without texts")
    checks = array("I", packed_checks)
    return WordChunk(size, words, runs, short, sets, ends, TextNumbers(read, total, checks))


class ChunkBuilder:
    """Collects the words of texts, to pack them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._next = 0
        self._texts: dict[str, array[int]] = defaultdict(partial(array, "H"))

    def add(self, text: str) -> None:
        """Add the next text."""
        number, texts = self._next, self._texts
        for word in set(find_pieces(text)):
            texts[word].append(number)
        self._next += 1

    def finish(self) -> Iterator[WordChunk | None]:
        """Pack the words step by step; the chunk comes last, None before."""
        words: list[str] = []
        runs: list[str] = []
        short: defaultdict[str, list[array[int]]] = defaultdict(list)
        for number, (word, members) in enumerate(self._texts.items()):
            if is_unspaced(word):
                runs.append(word)
                for part in _short_parts(word):
                    short[part].append(members)
            else:
                words.append(word)
                short[word[:SHORT]].append(members)
            if number % _WORDS_A_STEP == 0:
                yield None
        beginnings: dict[str, int] = {}
        for number, (beginning, groups) in enumerate(short.items()):
            found = make_union(groups, self._size)
            parts = (beginning,) if is_unspaced(beginning) else accumulate(beginning)
            for part in parts:
                beginnings[part] = beginnings.get(part, 0) | found
            if number % _BEGINNINGS_A_STEP == 0:
                yield None
        words.sort()
        yield None
        members, ends = array("H"), array("I")
        for word in (*words, *runs):
            members.extend(self._texts[word])
            ends.append(len(members))
        yield None
        sets = b"".join(pack_set(found, self._size) for found in beginnings.values())
        yield WordChunk(
            *(self._size, _in_lines(words), _in_lines(runs), _in_lines(list(beginnings))),
            *(sets, ends.tobytes(), TextNumbers.of(members.tobytes())),
        )


def _short_parts(run: str) -> set[str]:
    return {run[i : i + n] for n in range(1, SHORT + 1) for i in range(len(run))}


def _in_lines(words: list[str]) -> str:
    return "".join(f"\n{word}" for word in words) + "\n" * bool(words)
