"""Folded text."""

from hypothesis import example, given

from confui.schedule.search.folding import fold_text
from confui.text import fold
from tests.schedule.search.texts import ODD_TEXT


@given(ODD_TEXT)
@example("Ⴀꭰ")
@example("ẞ\u0345\u0301")
def test_the_quick_way_to_fold_gives_the_same_result(text: str) -> None:
    assert fold_text(text) == fold(text)
    assert fold_text(text) == "".join(map(fold, text))
