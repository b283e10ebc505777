"""Full-text search: which texts contain a word or a phrase.

A word matches where a word begins, so it is looked up among the words that begin with the same
letters. In scripts without spaces it matches anywhere in a run of characters. A phrase is looked up
word by word, and what is left is searched for it. The index is built in small steps in idle time,
or not at all. Texts that are not indexed yet are searched directly, if they are many step by step.
What was built once is kept in files, where there are some for it, and read the next time.
"""

import json
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress
from typing import Protocol

from confui.schedule.models import Session
from confui.schedule.query import Sought
from confui.schedule.search.folding import fold_line
from confui.schedule.search.session_set import full_set, make_set, selectors
from confui.schedule.search.word_match import find_pieces, has_word, is_unspaced

CHUNK_SIZE = 2048
"""The number of texts in one chunk of the index."""

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

_FORMAT = 1
_WORDS_A_STEP = 800
_ENCODING = "utf-8"
_NUMBERS = ("words", "runs", "short", "sets", "ends", "members")
"""The parts of a packed chunk, whose lengths its first line has."""


class IndexFiles(Protocol):
    """Files for what was built for exactly these sessions."""

    def read_part(self, name: str) -> bytes | None:
        """Return what was kept under a name of letters and digits; None if there is nothing."""

    def write_part(self, name: str, content: bytes) -> bool:
        """Keep something under a name; return False if that cannot be."""


class WordIndex:
    """The folded words of one text of each session. Texts are folded when first needed."""

    def __init__(
        self,
        sessions: Sequence[Session],
        parts_of: Callable[[Session], Sequence[str]],
        name: str = "",
        files: IndexFiles | None = None,
    ) -> None:
        """Index nothing yet.

        Args:
            sessions: The sessions.
            parts_of: Returns the parts of a session's text; no phrase spans two of them.
            name: What the texts are, in letters, for the files.
            files: Where the index is kept; `None` to keep it nowhere.
        """
        self._sessions = sessions
        self._parts_of = parts_of
        self._name = name
        self._files = files
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
        self._read_chunks()
        yield
        while (start := len(self._chunks) * CHUNK_SIZE) < len(self._sessions):
            stop = min(start + CHUNK_SIZE, len(self._sessions))
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
                elif len(self._chunks) * CHUNK_SIZE == start:  # else another generator added it
                    self._chunks.append(chunk)
                    self._drop_texts(start, stop)
                    if self._files is not None:
                        self._files.write_part(self._part(start), chunk.pack())

    def _read_chunks(self) -> None:
        """Read the chunks that are kept in files, up to the first one that is not."""
        if self._files is None:
            return
        while (start := len(self._chunks) * CHUNK_SIZE) < len(self._sessions):
            stop = min(start + CHUNK_SIZE, len(self._sessions))
            content = self._files.read_part(self._part(start))
            try:
                chunk = unpack(content) if content else None
            except ValueError:
                chunk = None  # of another program
            if chunk is None or chunk.size != stop - start:
                return
            self._chunks.append(chunk)
            self._texts[start:stop] = [None] * (stop - start)

    def _part(self, start: int) -> str:
        return f"{self._name}{start // CHUNK_SIZE}"

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
        size = len(self._sessions)
        everything = full_set(size)
        if not needle:
            return everything, 0
        if not self._texts:  # nothing is prepared
            self._read_chunks()
        indexed = min(len(self._chunks) * CHUNK_SIZE, size)
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
            found |= chunk.matching(piece, whole) << number * CHUNK_SIZE
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


class WordChunk:
    """Which of up to 65,536 texts have which words, packed so that it can be kept in a file.

    It takes a tenth of the memory of a dictionary.
    """

    def __init__(
        self, size: int, words: str, runs: str, short: str, sets: bytes, ends: bytes, members: bytes
    ) -> None:
        """Take the parts as they are packed.

        Args:
            size: The number of texts.
            words: The words, sorted, each behind a line feed, and one at the end.
            runs: The runs of unspaced scripts, likewise.
            short: The short beginnings of words, and parts of runs, likewise.
            sets: The set of texts for each of them, each as many bytes as `size` needs.
            ends: For each word and run the end of its texts among the members, 32 bits each.
            members: The numbers of texts, 16 bits each.
        """
        self.size = size
        self._parts = words, runs, short, sets, ends, members
        self._words, self._runs, self._short, self._sets = words, runs, short, sets
        self._ends = memoryview(ends).cast("I")
        self._members = memoryview(members).cast("H")
        self._full = full_set(size)

    def matching(self, piece: str, whole: bool) -> int:
        """Return the set of texts with a word that is a piece, or begins with it if not `whole`.

        A piece of an unspaced script is found in any run that contains it.
        """
        unspaced = is_unspaced(piece)
        if len(piece) <= SHORT and (unspaced or not whole):
            return self._short_set(piece)
        return self._search_runs(piece) if unspaced else self._search_words(piece, whole)

    def pack(self) -> bytes:
        """Return what `unpack` makes the same chunk of."""
        texts = [
            part.encode(_ENCODING, "surrogatepass") if isinstance(part, str) else part
            for part in self._parts
        ]
        head = json.dumps([_FORMAT, sys.byteorder, self.size, *map(len, texts)])
        return b"\n".join((head.encode(), b"".join(texts)))

    def _short_set(self, piece: str) -> int:
        at = self._short.find(f"\n{piece}\n")
        if at < 0:
            return 0
        width = _width(self.size)
        start = self._short.count("\n", 0, at) * width
        return int.from_bytes(self._sets[start : start + width], "little") & self._full

    def _search_words(self, piece: str, whole: bool) -> int:
        sought = f"\n{piece}\n" if whole else f"\n{piece}"
        first = self._words.find(sought)
        if first < 0:
            return 0
        last = first if whole else self._words.rfind(sought)
        number = self._words.count("\n", 0, first)
        return self._set_of(number, number + self._words.count("\n", first, last) + 1)

    def _search_runs(self, piece: str) -> int:
        runs, found, before = self._runs, 0, 0
        number = max(0, self._words.count("\n") - 1)
        at = runs.find(piece)
        while at >= 0 and found != self._full:
            number += runs.count("\n", before, at)
            found |= self._set_of(number - 1, number)
            before = end = runs.find("\n", at)
            at = runs.find(piece, end)
        return found

    def _set_of(self, first: int, stop: int) -> int:
        """Return the texts that have one of some words, given by their numbers."""
        start = self._ends[first - 1] if first else 0
        found = set(self._members[start : self._ends[stop - 1]])
        return make_set((member for member in found if member < self.size), self.size)


def unpack(content: bytes) -> WordChunk:
    """Return the chunk that was packed. Raises ValueError if it was not by this program."""
    line, _, rest = content.partition(b"\n")
    head = json.loads(line)
    expected = len(_NUMBERS) + 3
    if not isinstance(head, list) or len(head) != expected or head[:2] != [_FORMAT, sys.byteorder]:
        raise ValueError("packed by another program")
    size, *lengths = head[2:]
    if not all(type(length) is int and length >= 0 for length in (size, *lengths)):
        raise ValueError("impossible lengths")
    if sum(lengths) != len(rest):
        raise ValueError("cut short")
    parts, start = [], 0
    for length in lengths:
        parts.append(rest[start : start + length])
        start += length
    words, runs, short = (part.decode(_ENCODING, "surrogatepass") for part in parts[:3])
    sets, ends, members = parts[3:]
    count = max(0, words.count("\n") - 1) + max(0, runs.count("\n") - 1)
    if len(ends) != 4 * count or len(members) % 2:
        raise ValueError("words without texts")
    return WordChunk(size, words, runs, short, sets, ends, members)


class ChunkBuilder:
    """Collects the words of texts, to pack them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._next = 0
        self._texts: dict[str, array[int]] = defaultdict(partial(array, "H"))

    def add(self, text: str) -> None:
        """Add the next text."""
        for word in set(find_pieces(text)):
            self._texts[word].append(self._next)
        self._next += 1

    def finish(self) -> Iterator[WordChunk | None]:
        """Pack the words step by step; the chunk comes last, None before."""
        words: list[str] = []
        runs: list[str] = []
        beginnings: dict[str, set[int]] = {}
        for number, (word, members) in enumerate(self._texts.items()):
            unspaced = is_unspaced(word)
            (runs if unspaced else words).append(word)
            for beginning in _beginnings(word, unspaced):
                beginnings.setdefault(beginning, set()).update(members)
            if number % _WORDS_A_STEP == 0:
                yield None
        words.sort()
        yield None
        members, ends = array("H"), array("I")
        for word in (*words, *runs):
            members.extend(self._texts[word])
            ends.append(len(members))
        yield None
        width = _width(self._size)
        sets = b"".join(
            make_set(found, self._size).to_bytes(width, "little") for found in beginnings.values()
        )
        yield WordChunk(
            *(self._size, _in_lines(words), _in_lines(runs), _in_lines(list(beginnings))),
            *(sets, ends.tobytes(), members.tobytes()),
        )


def _beginnings(word: str, unspaced: bool) -> set[str]:
    if unspaced:
        return {word[i : i + n] for n in (1, SHORT) for i in range(len(word))}
    return {word[:n] for n in range(1, SHORT + 1)}


def _in_lines(words: list[str]) -> str:
    return "".join(f"\n{word}" for word in words) + "\n" * bool(words)


def _width(size: int) -> int:
    """Return how many bytes a set takes."""
    return (size + 7) // 8
