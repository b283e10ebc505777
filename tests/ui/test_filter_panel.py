"""The filter panel: values with counts, ticked with keys or mouse, filtering at once."""

import pytest

from confui.screens.dialogs.filter_panel import FilterPanel
from confui.widgets.filters.facet_lists import FieldList
from tests.ui.conftest import Open
from tests.ui.panel import click_row, go_to_field, row, rows


async def test_only_fields_with_values_are_listed(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D")
        fields = window.app.screen.query_one(FieldList)
        assert [fields.get_name(each) for each in range(fields.row_count)] == [
            *("Difficulty", "Kind", "Tag", "Room", "Day", "Speaker", "Language"),
            *("Material", "Stars & time"),
        ]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 60)])
async def test_the_panel_fits_terminals_of_all_sizes(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size) as window:
        await window.press("D")
        for text in ("Stars & time", "16 of 16 sessions match", "Space tick", "Esc cancel"):
            assert text in window.screen
        assert row(window, "◆◆◆ Advanced") == "[ ] ◆◆◆ Advanced 1"


async def test_values_are_shown_in_words(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        await go_to_field(window, "Day")
        assert row(window, "Sat 17 May") == "[ ] Sat 17 May 12"
        assert row(window, "Unscheduled") == "[ ] Unscheduled 1"
        await go_to_field(window, "Language")
        assert row(window, "German") == "[ ] German 1"
        await go_to_field(window, "Stars & time")
        assert row(window, "Whole venue") == "[ ] Whole venue 4"


async def test_counts_respect_the_filters_of_other_fields(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        await go_to_field(window, "Day")
        await window.press("space")
        assert row(window, "Sun 18 May") == "[ ] Sun 18 May 3", "its own field does not count"
        await go_to_field(window, "Kind")
        window.store.search("difficulty:advanced")
        await window.pause()
        assert row(window, "Keynote") == "[ ] Keynote 0"
        assert row(window, "Talk") == "[ ] Talk 1"
        assert window.screen.style("Keynote  ").color != window.screen.style("Talk  ").color


async def test_several_values_of_several_fields_are_chosen_with_keys(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "space", "down", "space")
        await go_to_field(window, "Kind")
        await window.press("space")
        assert str(window.state.query) == "difficulty:beginner,intermediate kind:talk"
        assert row(window, "Talk").startswith("[x]")
        assert rows(window, FieldList)[:2] == ["Difficulty ✓2", "Kind ✓1"]
        await window.press("space")
        assert row(window, "Talk").startswith("[ ]")
        assert rows(window, FieldList)[:2] == ["Difficulty ✓2", "Kind"]


async def test_several_values_are_chosen_with_clicks(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        await click_row(window, "Room", FieldList)
        await click_row(window, "Birch Room")
        await click_row(window, "Cedar Room")
        assert str(window.state.query) == 'room:"Birch Room","Cedar Room"'
        await click_row(window, "Birch Room")
        assert str(window.state.query) == 'room:"Cedar Room"'


async def test_the_schedule_behind_the_panel_dims_with_every_tick(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        assert window.screen.style("Watching").bold
        await window.press("space")
        assert not window.screen.style("Watching").bold
        assert "2 of 16 sessions match" in window.screen


async def test_the_query_is_shown_and_edited_and_the_ticks_follow(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "space", "slash", "backspace", *",advanced")
        assert "difficulty:beginner,advanced" in window.screen
        assert row(window, "◆◆◆ Advanced").startswith("[x]")
        await window.press("enter", "x")
        assert not window.state.query
        assert "words, or" in window.screen, "the query field is empty again"
        await window.press("space")
        assert "/ difficulty:beginner" in window.screen


async def test_a_name_with_spaces_gets_quotes(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D")
        await go_to_field(window, "Room")
        await window.press("space")
        assert '/ room:"Aurora Hall"' in window.screen


async def test_a_mistake_in_the_query_is_shown_in_the_field_and_in_the_lists(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D", "slash", *"kind:tlak")
        assert "did you mean “talk”?" in window.screen
        assert "Tab mends it" in window.screen
        await window.press("enter")
        assert "did you mean “talk”?" in window.screen
        assert "Tab mends it" not in window.screen
        await window.press("slash", "tab", "enter")
        assert str(window.state.query) == "kind:talk"
        assert "did you mean" not in window.screen


async def test_a_typed_part_of_a_name_can_be_unticked(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("D", "slash", *"room:birch", "enter")
        await go_to_field(window, "Room")
        assert row(window, "birch") == "[x] birch"
        await window.press("space")
        assert not window.state.query
        assert row(window, "birch") == "[ ] birch", "nothing moves under the cursor"


async def test_excluded_values_are_marked(open_window: Open) -> None:
    async with open_window() as window:
        window.store.search("-kind:talk")
        await window.press("D")
        assert rows(window, FieldList)[1] == "Kind -1"
        await go_to_field(window, "Kind")
        assert row(window, "Talk") == "[-] Talk 0"


async def test_without_a_match_minus_removes_the_filter_that_is_in_the_way(
    open_window: Open,
) -> None:
    async with open_window() as window:
        window.store.search("difficulty:advanced nope")
        await window.press("D")
        assert "Nothing matches" in window.screen
        assert window.store.state.relaxations
        for term, count in window.store.state.relaxations:
            assert f"without {term.describe()} {count}" in window.screen
        best, count = window.store.state.relaxations[0]
        await window.press("minus")
        assert best not in window.state.query.terms
        assert f"{count} of 16 sessions match" in window.screen
        await window.press("minus")
        assert "There are matches" in window.screen


async def test_a_click_on_a_suggested_filter_removes_it(open_window: Open) -> None:
    async with open_window() as window:
        window.store.search("difficulty:advanced nope")
        await window.press("D")
        await window.click("without difficulty advanced")
        assert window.state.text == "nope"


async def test_if_no_single_filter_is_in_the_way_minus_removes_the_last(
    open_window: Open,
) -> None:
    async with open_window() as window:
        window.store.search("zzz yyy")
        await window.press("D")
        assert "whichever filter goes" in window.screen
        await window.press("minus")
        assert window.state.text == "zzz"


async def test_escape_restores_query_and_session_and_enter_keeps_them(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        window.store.search("lunch kidn:meal")
        await window.press("D", "space")
        assert window.state.text != "lunch kidn:meal"
        await window.press("escape")
        assert window.state.text == "lunch kidn:meal", "with its mistake"
        assert window.selected == "Lunch"
        assert not isinstance(window.app.screen, FilterPanel)
        await window.press("D", "slash", *" zzz", "escape")
        assert window.state.text == "lunch kidn:meal", "also from the query field"
        await window.press("D", "down", "space", "enter")
        assert str(window.state.query) == "lunch difficulty:intermediate"
        assert not isinstance(window.app.screen, FilterPanel)


async def test_enter_after_unticking_the_last_value_leaves_no_filter(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("d", "D", "space", "enter")
        assert not window.state.query


async def test_unset_is_counted_and_can_be_chosen(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "end")
        assert row(window, "unset") == "[ ] · unset 9"
        await window.press("space")
        assert str(window.state.query) == "difficulty:unset"
        assert "9 of 16 sessions match" in window.screen


@pytest.mark.parametrize("key", ["x", "backspace"])
async def test_one_key_clears_the_field(open_window: Open, key: str) -> None:
    async with open_window() as window:
        await window.press("D", "space", "down", "space", key)
        assert not window.state.query
        await window.press(key)
        assert "Nothing is chosen under Difficulty" in window.screen


async def test_the_help_lists_the_keys_of_the_panel(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("D", "question_mark")
        assert "Remove the filter that leaves nothing" in window.screen
        await window.press("escape")
        assert isinstance(window.app.screen, FilterPanel)
