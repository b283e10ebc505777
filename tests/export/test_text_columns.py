import pytest

from confui.export.text_columns import cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("snow", 4),
        ("漢字", 4),
        ("Ａ", 2),
        ("ｱ", 1),
        ("e\u0301", 1),
        ("का\u094d", 2),
        ("กั", 1),
        ("a\u200cb", 2),
        ("❄", 1),
        ("🐍", 2),
        ("★ –", 3),
    ],
)
def test_cells_counts_the_cells_that_a_terminal_uses(text: str, expected: int) -> None:
    assert cells(text) == expected
