"""The help: keys by purpose, in as many columns as fit."""

import pytest
from textual.binding import Binding

from confui.screens.dialogs.help import arrange, sort_by_purpose
from tests.ui.conftest import Open

KEYS = [
    (Binding("down", "move", id="list.down", tooltip="Next session"), "↓"),
    (Binding("j", "move", id="list.down", tooltip="Next session"), "j"),
    (Binding("b", "star", id="session.star", tooltip="Star the session, or remove the star"), "b"),
    (Binding("y", "copy", id="session.copy", tooltip="Copy the address " * 9), "y"),
    (Binding("slash", "search", id="search", tooltip="Search"), "/"),
    (Binding("c", "choose", id="library.choose", tooltip="Open another conference"), "c"),
    (Binding("a", "x", id="unheard.of", tooltip="Anything else"), "a"),
    (Binding("tab", "focus"), "tab"),
]


def test_keys_are_sorted_by_purpose_and_those_without_an_id_are_left_out() -> None:
    sections = sort_by_purpose(KEYS)
    assert [section.title for section in sections] == [
        *("Move", "Read", "My marks", "Search and filter", "Conference and program")
    ]
    rows = [(keys.plain, meaning.plain) for section in sections for keys, meaning in section.rows]
    assert len(rows) == 6
    assert rows[0] == ("↓ j", "Next session")


@pytest.mark.parametrize("width", [30, 46, 72, 112, 192, 250])
def test_every_word_is_shown_within_every_width(width: int) -> None:
    sections = sort_by_purpose(KEYS)
    page = arrange(sections, width)
    assert max(line.cell_length for line in page.split("\n")) <= width
    words = {word for s in sections for _, meaning in s.rows for word in meaning.plain.split()}
    assert words <= set(page.plain.split())


async def test_a_wider_screen_has_more_columns_and_a_resize_arranges_them_anew(
    open_window: Open,
) -> None:
    async with open_window(size=(200, 60)) as window:
        await window.press("question_mark")
        first = window.screen.line("Move")
        assert "Search and filter" in first and "Queries" in first
        await window.pilot.resize_terminal(80, 24)
        await window.pilot.pause()
        assert "Search and filter" not in window.screen, "it is further down"
        await window.press("end")
        assert "an estimated end" in window.screen
