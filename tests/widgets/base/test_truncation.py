"""Text cut to a width on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from confui.text import clean
from confui.widgets.base.truncation import truncate, wrap, wrap_content, wrap_within


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


@pytest.mark.parametrize(
    ("text", "widths", "lines"),
    [
        ("The Ten Commandments", (10, 12), ["The Ten", "Commandments"]),
        ("Interspace-Kommunikation for us", (12, 14), ["Interspace-", "Kommunikation", "for us"]),
        ("see confui/schedule/layout.py", (14,), ["see", "confui/", "schedule/", "layout.py"]),
        ("a" * 12, (5, 7), ["aaaaa", "aaaaaaa"]),
        (
            "漢字とかなで書かれた題 in English",
            (9, 10),
            ["漢字とか", "なで書かれ", "た題 in", "English"],
        ),
        ("한국어로 말하기", (9,), ["한국어로", "말하기"]),
        ("עברית וגם English", (9,), ["עברית וגם", "English"]),
        ("cafe\u0301 au lait", (7,), ["cafe\u0301 au", "lait"]),
        ("", (9,), [""]),
    ],
)
def test_words_are_broken_only_where_one_alone_is_too_long(
    text: str, widths: tuple[int, ...], lines: list[str]
) -> None:
    assert wrap(text, widths) == lines


@given(st.text(max_size=60), st.lists(st.integers(2, 30), min_size=1, max_size=3))
def test_wrapping_loses_nothing_and_no_line_is_too_wide(text: str, widths: list[int]) -> None:
    text = " ".join(clean(text).split())
    lines = wrap(text, widths)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line, width in zip(lines, [*widths, *[widths[-1]] * len(lines)], strict=False):
        assert cell_len(line) <= width


@given(st.text(max_size=60), st.integers(2, 20), st.integers(1, 4))
def test_what_does_not_fit_into_the_lines_is_cut_at_the_end(
    text: str, width: int, most: int
) -> None:
    text = " ".join(clean(text).split())
    lines = wrap_within(text, (width,), most)
    assert len(lines) <= most
    whole = len(wrap(text, (width,))) <= most
    assert whole or lines[-1].endswith("…")
    assert all(cell_len(line) <= width for line in lines)


@given(st.text("ab é漢- \n\t", max_size=12), st.integers(1, 12))
def test_a_text_that_fits_on_a_line_is_wrapped_as_textual_does(text: str, width: int) -> None:
    wrapped = [line.plain for line in wrap_content(Content(text), width)]
    assert wrapped == [line.plain for line in Content(text).wrap(width)]


NARROW = "".join(
    character
    for code in range(0x20, 0x2100)
    if (character := chr(code)).isprintable() and cell_len(character) == 1
)


@given(
    st.text(st.sampled_from("ab  é·-") | st.sampled_from(NARROW + "\n\t会\u0301"), max_size=80),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3),
    st.integers(1, 30),
)
def test_content_is_wrapped_as_textual_wraps_it(
    text: str, spans: list[tuple[int, int]], width: int
) -> None:
    content = Content(text)
    for start, end in spans:
        content = content.stylize("bold", start, end)
    ours, theirs = wrap_content(content, width), content.wrap(width)
    assert [line.plain for line in ours] == [line.plain for line in theirs]
    assert [line.spans for line in ours] == [line.spans for line in theirs]
