"""The lists of the filter panel: moving the cursor, jumping by a letter, thousands of values."""

from datetime import date

import pytest
from textual.content import Content

from confui.schedule.models import Conference, Session
from confui.screens.dialogs.filter_panel import FilterPanel
from confui.sources.opening import open_conference
from confui.widgets.filters.facet_lists import ValueList
from tests.ui.conftest import Open, Write
from tests.ui.panel import go_to_field, row


async def test_the_lists_wrap_around_and_remember_the_cursor(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "up")
        values = window.app.screen.query_one(ValueList)
        assert values.value == "unset"
        await go_to_field(window, "Kind")
        assert values.value == "talk"
        await window.press("left", "up", "tab")
        assert values.value == "unset"


async def test_a_letter_goes_to_the_next_value_that_begins_with_it(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        await go_to_field(window, "Kind")
        values, reached = window.app.screen.query_one(ValueList), []
        for _ in range(3):
            await window.press("s")
            reached.append(values.value)
        assert reached == ["sprint", "social", "service"]
        await window.press("q")
        assert "Nothing here begins with q" in window.screen


async def test_the_cursor_of_the_focused_list_shows_without_colour(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D")
        assert "▸ [ ] ◆   Beginner" in window.screen
        await window.press("left")
        assert "▸ Difficulty" in window.screen
        assert "▸ [" not in window.screen


async def test_names_are_never_parsed_as_markup(open_window: Open, write: Write) -> None:
    folder = write(
        {"a.md": "---\ntitle: A\nroom: '[b]Bold[/b] [Room'\ndate: 2031-05-17 10:00\n---\n"}
    )
    async with open_window(conference=open_conference(folder)) as window:
        await window.press("D")
        await go_to_field(window, "Room")
        await window.press("space")
        assert row(window, "[b]Bold[/b] [Room") == "[x] [b]Bold[/b] [Room 1"


async def test_without_a_field_the_panel_opens_in_the_list_of_fields(open_window: Open) -> None:
    async with open_window() as window:
        await window.app.push_screen(FilterPanel(window.store, ""))
        await window.press("down", "enter", "space")
        assert str(window.state.query) == "kind:talk"


async def test_of_thousands_of_values_only_the_visible_ones_are_rendered(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = tuple(
        Session(id=f"{n}", title=f"Talk {n}", tags=(f"tag {n:04}", "all"), day=date(2031, 5, 17))
        for n in range(5_000)
    )
    conference = Conference(id="many", days=(date(2031, 5, 17),), sessions=sessions)
    drawn: list[int] = []
    render_row = ValueList.render_row

    def record(self: ValueList, row: int) -> tuple[Content, Content]:
        drawn.append(row)
        return render_row(self, row)

    monkeypatch.setattr(ValueList, "render_row", record)
    async with open_window(conference=conference) as window:
        await window.press("D")
        await go_to_field(window, "Tag")
        assert window.app.screen.query_one(ValueList).row_count == 5_001
        await window.press("end", "space")
        assert row(window, "tag 4999") == "[x] tag 4999 1"
        assert "1 of 5000 sessions match" in window.screen
        assert len(drawn) < 300
