"""Text cut to a width on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confui.widgets.base.truncation import truncate


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Maps", 4, "Maps"),
        ("Maps", 3, "Ma…"),
        ("Small Maps", 7, "Small…"),
        ("会議会議", 5, "会議…"),
        ("会議会議", 4, "会…"),
        ("", 0, ""),
    ],
)
def test_text_that_is_too_long_ends_in_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert truncate(text, width) == shown


@given(st.text(), st.integers(1, 20))
def test_the_result_is_never_wider_than_requested(text: str, width: int) -> None:
    assert cell_len(truncate(text, width)) <= width
