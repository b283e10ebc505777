"""What is painted has the width that it was counted with, in every terminal."""

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from confui.text import is_steady
from confui.textual_workarounds import SteadyFilter

BLACK = Color.parse("black")


@pytest.mark.parametrize(
    ("text", "painted"),
    [
        ("👩\u200d🚀│", "👩│"),
        ("❤\ufe0f│", "❤ │"),
        ("🇩🇪│🇫│", "DE│F│"),
        ("👍🏽│", "👍│"),
        ("1\ufe0f\u20e3│", "1 │"),
        ("🏳\ufe0f\u200d🌈│", "🏳 │"),
    ],
)
def test_an_emoji_of_doubtful_width_is_painted_as_a_sign_in_the_cells_that_were_counted(
    text: str, painted: str
) -> None:
    (segment,) = SteadyFilter().apply([Segment(text)], BLACK)
    assert segment.text == painted
    assert cell_len(painted) == cell_len(text)
    assert is_steady(painted)


def test_a_line_of_other_text_is_the_same_object() -> None:
    segments = [Segment("漢字 می ⚡ │")]
    assert SteadyFilter().apply(segments, BLACK) is segments


def test_a_control_character_is_not_painted_beside_an_emoji_either() -> None:
    (segment,) = SteadyFilter().apply([Segment("🇳🇴 \x1b[2J\u200b│")], BLACK)
    assert segment.text.isprintable() and segment.text.startswith("NO") and "│" in segment.text
