"""Saved filters: kept from the palette and the filter panel, recalled from both and by @name."""

from pathlib import Path

from textual.command import CommandList
from textual.widgets import Input

from confui.screens.dialogs.filter_name import FilterName
from confui.screens.dialogs.filter_panel import FilterPanel
from confui.userdata.remembered import Remembered
from tests.ui.conftest import Open, Window
from tests.ui.test_palette import ask, choose, offered


async def save_as(window: Window, name: str) -> None:
    """Save the present filter from the palette."""
    await ask(window, "save this filter")
    await choose(window, "Save this filter")
    assert isinstance(window.app.screen, FilterName)
    await window.press("home", "shift+end", *name, "enter")


async def test_a_filter_is_saved_in_the_palette_and_recalled_the_next_time(
    open_window: Open, tmp_path: Path
) -> None:
    file = tmp_path / "remembered.json"
    async with open_window(remembered=Remembered(file)) as window:
        await window.press("slash", *"amina kind:talk", "enter")
        await save_as(window, "My talks")
        assert window.message.startswith('Saved; @"My talks" in a query recalls it')
    async with open_window(remembered=Remembered(file)) as window:
        await ask(window, "")
        assert offered(window)['@"My talks"'] == "2 sessions · amina kind:talk"
        await choose(window, '@"My talks"')
        assert window.screen.lines[2].startswith(' / @"My talks" ')
        assert "2 of 16 ✕" in window.screen


async def test_it_is_recalled_and_completed_in_the_search_field(open_window: Open) -> None:
    async with open_window() as window:
        window.store.filters.save("talks", "amina kind:talk")
        await window.press("slash", "at", "t")
        assert window.screen.lines[-1].endswith("Tab @talks") or "Tab talks" in window.screen
        await window.press("tab")
        assert window.app.screen.query_one(Input).value == "@talks"
        assert "2 of 16 ✕" in window.screen
        await window.press(*" -@zz")
        assert "no filter is saved as “zz”; saved: @talks" in window.screen
        assert window.screen.style("zz").underline


async def test_it_is_saved_and_ticked_in_the_filter_panel(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("f", "ctrl+s")
        assert "There is no filter to save" in window.screen
        await window.press("slash", *"amina", "enter", "ctrl+s", *"ab", "enter")
        assert isinstance(window.app.screen, FilterPanel)
        assert "Saved; @ab" in window.screen
        assert "Saved  " in window.screen, "a field of its own, since it has a value now"
        await window.press("escape", "f", "end")
        assert "[ ] ab" in window.screen
        await window.press("right", "space")
        assert "[x] ab" in window.screen
        await window.press("enter")
        assert window.state.text == "@ab"
        assert "2 of 16 ✕" in window.screen


async def test_the_palette_lists_all_filters_after_the_sign(open_window: Open) -> None:
    async with open_window() as window:
        for name in ("one", "two"):
            window.store.filters.save(name, "amina")
        await ask(window, "@")
        assert list(offered(window))[:2] == ["@one", "@two"]
        await window.press(*"two")
        await window.app.workers.wait_for_complete()
        await window.pilot.pause()
        assert next(iter(offered(window))) == "@two"
        assert list(offered(window)).count("@two") == 1


async def test_another_filter_is_replaced_only_after_a_second_enter(open_window: Open) -> None:
    async with open_window() as window:
        window.store.filters.save("mine", "petra")
        window.store.search("amina")
        await save_as(window, "MINE")
        assert "@mine is saved already; ⏎ again replaces it" in window.screen
        assert window.state.filters == {"mine": "petra"}
        await window.press("enter")
        assert window.state.filters == {"MINE": "amina"}


async def test_a_recalled_filter_is_changed_under_its_own_name(open_window: Open) -> None:
    async with open_window() as window:
        window.store.filters.save("mine", "amina")
        await window.press("slash", *"@mine kind:talk", "enter")
        await ask(window, "save this filter")
        await choose(window, "Save this filter")
        assert window.app.screen.query_one(Input).value == "mine"
        await window.press("enter")
        assert window.state.filters == {"mine": "amina kind:talk"}


async def test_a_filter_is_renamed_edited_and_removed_in_the_palette(open_window: Open) -> None:
    async with open_window() as window:
        window.store.filters.save("mine", "amina")
        await ask(window, "rename")
        await choose(window, "Rename @mine")
        await window.press("home", "shift+end", *"ours", "enter")
        assert window.message == "@mine is now @ours"
        await ask(window, "edit ours")
        await choose(window, "Edit @ours")
        assert window.app.screen.query_one(Input).value == "amina "
        await window.press("escape")
        await ask(window, "remove ours")
        await choose(window, "Remove @ours")
        assert "The filter ours is removed; / and ↑ have its query: amina" in window.message
        assert window.state.filters == {}
        await ask(window, "ours")
        assert not [name for name in offered(window) if "@" in name]


async def test_a_name_that_cannot_be_used_is_said_and_the_dialog_stays(open_window: Open) -> None:
    async with open_window() as window:
        window.store.search("amina")
        await save_as(window, "@")
        assert "Type a name" in window.screen
        await window.press("escape")
        assert window.state.filters == {}


async def test_names_are_text_and_no_markup(open_window: Open) -> None:
    evil = "[@click=app.quit]x[/] [/nope]"
    async with open_window() as window:
        window.store.filters.save(evil, "amina")
        await ask(window, "")
        assert any(
            evil in str(each.prompt) for each in window.app.screen.query_one(CommandList).options
        )
        await window.press("escape", "f", "end")
        assert evil[:12] in window.screen
