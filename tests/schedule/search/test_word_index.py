"""Words are found where a word begins; the index gives the same as a search of all texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.schedule.query.sought import Sought
from confui.schedule.search import word_index
from confui.schedule.search.folding import fold_line
from confui.schedule.search.word_index import WordIndex
from confui.schedule.search.word_match import has_word


def make_index(*texts: str) -> WordIndex:
    """Return an index of sessions with these titles."""
    sessions = [Session(f"{number}", text) for number, text in enumerate(texts)]
    return WordIndex(sessions, lambda session: (session.title,))


def answer(index: WordIndex, word: str, size: int, *, whole: bool = False) -> set[int]:
    """Return the indexes of the texts that have a word or phrase."""
    found = index.matching(Sought(word, whole))
    assert 0 <= found < 1 << size
    return {place for place in range(size) if found >> place & 1}


@pytest.mark.parametrize("prepared", [False, True])
def test_a_word_is_found_where_a_word_begins(prepared: bool) -> None:
    texts = ("Testing", "attest", "test", "tea", "Protestant", "te st", "pre-test", "試験test")
    index = make_index(*texts)
    if prepared:
        assert len(list(index.prepare())) > 1
    assert answer(index, "test", 8) == {0, 2, 6, 7}
    assert answer(index, "te", 8) == {0, 2, 3, 5, 6, 7}
    assert answer(index, "t s", 8) == set()
    assert answer(index, "te s", 8) == {5}
    assert answer(index, "e st", 8) == set()
    assert answer(index, "験", 8) == {7}


@pytest.mark.parametrize("prepared", [False, True])
def test_whole_words_also_end_where_a_word_ends(prepared: bool) -> None:
    index = make_index("Testing", "test", "test case", "test cases", "試験中", "t", "C++")
    if prepared:
        assert list(index.prepare())
    assert answer(index, "test", 7, whole=True) == {1, 2, 3}
    assert answer(index, "test case", 7, whole=True) == {2}
    assert answer(index, "t", 7, whole=True) == {5}
    assert answer(index, "試", 7, whole=True) == {4}, "no space tells where a word ends"
    assert answer(index, "c++", 7, whole=True) == {6}
    assert answer(index, "c", 7, whole=True) == {6}


PIECES = "abcA é,.-_\n京hiกิक\u093f+"
TEXTS = st.text(st.sampled_from(PIECES), max_size=12)


@given(
    st.lists(TEXTS, max_size=12),
    st.lists(st.tuples(TEXTS.filter(str.strip), st.booleans()), min_size=1, max_size=8),
    st.integers(1, 4),
    st.lists(st.integers(0, 9), min_size=8, max_size=8),
)
@example(["ab", "abc b", "b ab"], [(w, False) for w in ("a", "ab", "abc", "b a", ".")], 2, [9] * 8)
@example(["ab", "ab", "ab", "c", "c"], [("é", False), ("ab", True)], 3, [0, 9] * 4)
def test_a_partly_built_index_gives_the_same_result_as_searching_all_texts(
    texts: list[str], asked: list[tuple[str, bool]], chunk: int, steps: list[int]
) -> None:
    sessions = [Session(f"{number}", "x", body=text) for number, text in enumerate(texts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "CHUNK_SIZE", chunk)
        patch.setattr(word_index, "_TEXTS_A_STEP", 2)
        index = WordIndex(sessions, lambda session: (session.title, session.body))
        preparation = index.prepare()
        for (word, whole), some in zip(asked, steps, strict=False):
            for _ in range(some):
                next(preparation, None)
            needle = fold_line(word)
            expected = {
                number
                for number, text in enumerate(texts)
                if has_word(f"x\n{fold_line(text)}", needle, whole)
            }
            assert answer(index, word, len(texts), whole=whole) == expected


def test_two_preparations_at_once_do_no_harm() -> None:
    index = make_index("flask", "django")
    for _ in zip(index.prepare(), index.prepare(), strict=False):
        pass
    assert answer(index, "flask", 2) == {0}
    assert answer(index, "django", 2) == {1}


def test_a_phrase_of_very_many_words_is_narrowed_down_by_the_first_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [f"w{number}" for number in range(2_000)]
    index = make_index(" ".join(words), " ".join(words[:-1]))
    for _ in index.prepare():
        pass
    looked_up: list[str] = []
    search_index = index._search_index

    def counted(piece: str, whole: bool) -> int:
        looked_up.append(piece)
        return search_index(piece, whole)

    monkeypatch.setattr(index, "_search_index", counted)
    assert answer(index, " ".join(words), 2) == {0}
    assert answer(index, " ".join(words[:-1]), 2) == {0, 1}
    assert len(looked_up) == 100


def test_phrases_are_found_in_texts_that_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "MOST_KEPT", 10)
    folded: list[str] = []
    fold = WordIndex._fold

    def noted(index: WordIndex, session: Session) -> str:
        folded.append(session.title)
        return fold(index, session)

    texts = ("maps and bees", "bees and maps", "and so on")
    index = make_index(*texts)
    for _ in index.prepare():
        pass
    monkeypatch.setattr(WordIndex, "_fold", noted)
    assert answer(index, "bees", 3) == {0, 1}
    assert folded == []
    assert answer(index, "and maps", 3) == {1}
    assert folded == ["maps and bees", "bees and maps"]


@given(st.lists(TEXTS, max_size=12), TEXTS.filter(str.strip), st.booleans(), st.integers(0, 9))
def test_a_search_in_steps_finds_the_same(
    texts: list[str], word: str, whole: bool, prepared: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "CHUNK_SIZE", 4)
        patch.setattr(word_index, "_TEXTS_A_STEP", 2)
        patch.setattr(word_index, "MOST_AT_ONCE", 3)
        sought, index = Sought(word, whole), make_index(*texts)
        expected = make_index(*texts).matching(sought)
        for _ in zip(range(prepared), index.prepare(), strict=False):
            pass
        at_once, known = index.matching_at_once(sought), index.known(sought)
        assert at_once in (None, expected)
        assert known & ~expected == 0
        for _ in index.search(sought):
            pass
        assert index.matching_at_once(sought) == expected
