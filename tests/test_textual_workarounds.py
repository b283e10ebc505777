"""Lines have the width that was counted, and callbacks get the arguments that they take."""

from collections.abc import Callable
from functools import partial

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual import _callback
from textual.color import Color

from confui.text import is_steady
from confui.textual_workarounds import SteadyFilter, remember_parameters

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


class Callee:
    def no_parameter(self) -> None: ...

    def one_parameter(self, value: int) -> None: ...

    @classmethod
    def of_class(cls, value: int) -> None: ...

    def __call__(self, value: int, other: int) -> None: ...


def test_callbacks_get_as_many_arguments_as_without_remembering(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    callee = Callee()
    callbacks: list[Callable[..., object]] = [
        *(callee.no_parameter, callee.one_parameter, callee.of_class, Callee.of_class, callee),
        *(Callee.one_parameter, partial(callee.one_parameter, 1), partial(callee, 1)),
        *(lambda: None, lambda value: value, print),
    ]
    looked: list[object] = []
    count = _callback._count_parameters

    def count_and_note(func: Callable[..., object]) -> int:
        looked.append(func)
        return count(func)

    monkeypatch.setattr(_callback, "_count_parameters", count_and_note)
    remember_parameters()
    for _ in range(2):
        for each in callbacks:
            assert _callback._count_parameters(each) == count(each), each
    functions = [func for func in looked if hasattr(func, "__code__")]
    assert len(functions) == len(set(functions)), "each is looked at once"
