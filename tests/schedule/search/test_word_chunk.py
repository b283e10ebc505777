"""Words of texts, packed, in memory and stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.stored_indexes import IndexesInMemory
from confui.schedule.models import Session
from confui.schedule.query import Sought
from confui.schedule.search import word_index
from confui.schedule.search.word_index import ChunkBuilder, WordChunk, WordIndex, unpack
from confui.schedule.search.word_match import find_pieces, is_unspaced

TEXTS = st.lists(st.text("abc1é ก漢字", max_size=12), min_size=1, max_size=20)


def build(texts: list[str]) -> WordChunk:
    builder = ChunkBuilder(len(texts))
    for text in texts:
        builder.add(text)
    *_, chunk = builder.finish()
    assert chunk is not None
    return chunk


def packed_again(chunk: WordChunk) -> WordChunk:
    packed, numbers = chunk.pack()
    return unpack(packed, lambda start, stop: numbers[start:stop])


def has_piece(text: str, piece: str, whole: bool) -> bool:
    if is_unspaced(piece):
        return any(piece in each for each in find_pieces(text) if is_unspaced(each))
    return any(
        each == piece or (not whole and each.startswith(piece)) for each in find_pieces(text)
    )


@given(TEXTS, st.text("abc1éก漢字", min_size=1, max_size=4), st.booleans())
def test_a_packed_chunk_finds_what_the_texts_have(texts: list[str], word: str, whole: bool) -> None:
    chunk = build(texts)
    for piece in find_pieces(word):
        expected = sum(1 << i for i, text in enumerate(texts) if has_piece(text, piece, whole))
        assert chunk.matching(piece, whole) == expected
        assert packed_again(chunk).matching(piece, whole) == expected


@given(TEXTS)
def test_what_is_packed_again_is_the_same(texts: list[str]) -> None:
    chunk = build(texts)
    assert packed_again(chunk).pack() == chunk.pack()


@given(TEXTS, st.data())
def test_what_is_cut_short_or_from_elsewhere_is_refused(
    texts: list[str], data: st.DataObject
) -> None:
    packed, numbers = build(texts).pack()
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    for content in (cut, packed + b"x", b"[]\n", b"[1]\n", data.draw(st.binary(max_size=30))):
        with pytest.raises(ValueError):
            unpack(content, lambda start, stop: numbers[start:stop])


@given(
    TEXTS, st.text("abc1é ก漢字", min_size=1, max_size=4), st.integers(0, 3), *[st.booleans()] * 2
)
def test_a_stored_index_finds_the_same_also_if_some_is_damaged(
    texts: list[str], needle: str, damaged: int, lost: bool, numbers: bool
) -> None:
    sessions = [Session(id=str(i), title=text) for i, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "CHUNK_SIZE", 5)
        first = WordIndex(sessions, lambda session: (session.title,), "t")
        stored = IndexesInMemory(first.pack())
        name = f"t{damaged}numbers" if numbers else f"t{damaged}"
        if name in stored:
            if lost:
                del stored[name]
            else:
                stored[name] = stored[name][:-1] + b"x"
        second = WordIndex(sessions, lambda session: (session.title,), "t", stored)
        assert second.matching(Sought(needle, whole=False)) == first.matching(
            Sought(needle, whole=False)
        )


def test_a_word_is_found_in_a_stored_index_without_reading_a_text() -> None:
    sessions = [Session(id=str(i), title=f"word{i}") for i in range(50)]
    stored = IndexesInMemory(WordIndex(sessions, lambda session: (session.title,), "t").pack())

    def refuse(session: Session) -> tuple[str, ...]:
        raise AssertionError("a text was read")

    index = WordIndex(sessions, refuse, "t", stored)
    assert index.matching(Sought("word7", whole=False)) == 1 << 7
    assert index.matching(Sought("wo", whole=False)) == (1 << 50) - 1


def test_damaged_numbers_are_built_again_and_made_anew_the_next_time() -> None:
    sessions = [Session(id=str(i), title=f"word{i}") for i in range(50)]
    stored = IndexesInMemory(WordIndex(sessions, lambda session: (session.title,), "t").pack())
    sound = dict(stored)
    stored["t0numbers"] = b"x" + stored["t0numbers"][1:]
    damaged = WordIndex(sessions, lambda session: (session.title,), "t", stored)
    assert damaged.matching(Sought("word7", whole=False)) == 1 << 7
    assert stored.is_dropped
    assert dict(damaged.pack()) == sound
