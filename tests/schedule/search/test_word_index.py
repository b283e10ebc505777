"""The word index gives the same results as a search through all texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.schedule.search import word_index
from confui.schedule.search.folding import fold_line
from confui.schedule.search.word_index import WordIndex


def answer(index: WordIndex, text: str, size: int) -> set[int]:
    """Return the indexes of the sessions that contain a text."""
    found = index.containing(text)
    assert 0 <= found < 1 << size
    return {place for place in range(size) if found >> place & 1}


@pytest.mark.parametrize("prepared", [False, True])
def test_a_part_of_a_word_finds_every_word_that_contains_it(prepared: bool) -> None:
    words = ("Testing", "attest", "test", "tea", "Protestant", "te st")
    index = WordIndex([Session(word, word) for word in words])
    if prepared:
        assert len(list(index.prepare())) > 1
    assert answer(index, "test", len(words)) == {0, 1, 2, 4}
    assert answer(index, "te", len(words)) == {0, 1, 2, 3, 4, 5}
    assert answer(index, "t s", len(words)) == set()
    assert answer(index, "e st", len(words)) == {5}


TEXTS = st.text(st.sampled_from("abcA é,.-\n"), max_size=12)


@given(
    st.lists(TEXTS, max_size=12),
    st.lists(TEXTS.filter(str.strip), min_size=1, max_size=8),
    st.integers(1, 4),
    st.lists(st.integers(0, 9), min_size=8, max_size=8),
)
@example(["ab", "abc b", "b ab"], ["a", "ab", "abc", "b a", "b ab", "-", "."], 2, [9] * 8)
@example(["ab", "ab", "ab", "c", "c"], ["é", "ab"], 3, [0, 9] * 4)
def test_a_partly_built_index_gives_the_same_result_as_searching_all_texts(
    texts: list[str], asked: list[str], chunk: int, steps: list[int]
) -> None:
    sessions = [Session(f"{number}", "x", body=text) for number, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "CHUNK_SIZE", chunk)
        patch.setattr(word_index, "_SESSIONS_A_STEP", 2)
        index = WordIndex(sessions)
        preparation = index.prepare()
        for word, some in zip(asked, steps, strict=False):
            for _ in range(some):
                next(preparation, None)
            needle = fold_line(word)
            expected = {n for n, text in enumerate(texts) if needle in f"x\n{fold_line(text)}"}
            assert answer(index, word, len(texts)) == expected


def test_two_preparations_at_once_do_no_harm() -> None:
    index = WordIndex([Session("a", "flask"), Session("b", "django")])
    for _ in zip(index.prepare(), index.prepare(), strict=False):
        pass
    assert answer(index, "flask", 2) == {0}
    assert answer(index, "django", 2) == {1}


def test_a_phrase_of_very_many_words_is_narrowed_down_by_the_first_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [f"w{number}" for number in range(2_000)]
    index = WordIndex([Session("a", " ".join(words)), Session("b", " ".join(words[:-1]))])
    for _ in index.prepare():
        pass
    looked_up: list[str] = []
    search_index = index._search_index

    def counted(piece: str) -> int:
        looked_up.append(piece)
        return search_index(piece)

    monkeypatch.setattr(index, "_search_index", counted)
    assert answer(index, " ".join(words), 2) == {0}
    assert answer(index, " ".join(words[:-1]), 2) == {0, 1}
    assert len(looked_up) == 100
