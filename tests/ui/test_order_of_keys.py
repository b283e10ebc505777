"""Keys and mouse events in one write do what they do one by one, each when the last is done."""

import random

import pytest

from confui.screens.dialogs.filter_panel import FilterPanel
from confui.screens.schedule import ScheduleScreen
from confui.widgets.detail import SessionDetail
from tests.ui import bursts
from tests.ui.bursts import SCREENS, Target, Write, running
from tests.ui.picture import capture

SEED, SEQUENCES = 13, 8
_IN_THE_BACKGROUND = frozenset({"c", "r", "o", "s", "ctrl+p", "'", "enter"})
"""What starts a thread or a timer, which ends at any moment."""
_NO_INPUT = ("resize ", "focus ", "newer ", "window ")


@pytest.mark.parametrize("view", ["g", "a", "p", "m", "w"])
async def test_a_star_goes_to_the_session_that_the_key_before_it_selected(view: str) -> None:
    async with running() as program:
        program.write((view,))
        await program.settle()
        before, old = program.store.state.bookmarks, program.store.state.cursor.session
        program.write(("down", "B"))
        await program.settle()
        after = program.store.state.bookmarks
        changed = {id for id in after if after[id] != before.get(id)}
        assert changed == {program.store.state.cursor.session} != {old}


async def test_x_behind_down_clears_the_field_under_the_cursor_of_the_filter_panel() -> None:
    async with running() as program:
        program.write(("/", *"difficulty:beginner kind:talk", "enter"))
        program.write(("f", "home", "down", "x"))
        await program.settle()
        assert program.store.state.text == "difficulty:beginner"


async def test_a_click_behind_one_on_another_field_ticks_the_value_that_is_there_then() -> None:
    async with running() as program:
        program.write(("D", "space"))
        await program.settle()
        picture = capture(program.app)
        kind, first = picture.find("Kind"), picture.find("] ◆ ")
        program.write(("click {},{}".format(*kind), "click {},{}".format(*first)))
        await program.settle()
        panel = program.app.screen
        assert isinstance(panel, FilterPanel)
        assert panel.field == "kind"
        assert program.store.state.text == f"difficulty:beginner kind:{panel._values.value}"


async def test_a_double_click_on_a_filter_that_is_in_the_way_does_no_harm() -> None:
    async with running() as program:
        program.write(("a", "/", *"room:attic kind:break", "enter"))
        await program.settle()
        x, y = capture(program.app).find("Without")
        program.write((f"double {x + 2},{y}",))
        await program.settle()
        assert len(program.store.state.query.terms) == 1
        assert not program.reason


async def test_a_click_on_a_key_at_the_bottom_comes_before_the_keys_that_are_pressed_after_it() -> (
    None
):
    async with running((160, 36)) as program:
        program.write(("escape",))
        await program.settle()
        x, y = capture(program.app).find("/ search")
        program.write((f"click {x + 2},{y}", *"maps", "enter"))
        await program.settle()
        assert program.store.state.text == "maps"


async def test_tab_goes_from_the_schedule_to_the_text_at_once() -> None:
    async with running() as program:
        program.write(("tab",))
        await program.settle()
        assert isinstance(program.app.screen, ScheduleScreen)
        assert isinstance(program.app.screen.focused, SessionDetail)


@pytest.mark.parametrize("number", range(SEQUENCES))
async def test_random_keys_in_one_write_do_what_they_do_one_by_one(number: int) -> None:
    generator = random.Random(f"{SEED} {number}")
    name = generator.choice([name for name in SCREENS if name in _PLAIN])
    items = tuple(
        item
        for item in bursts.burst(generator, 12, SCREENS[name])
        if item not in _IN_THE_BACKGROUND and not item.startswith(_NO_INPUT)
    )
    together = await outcome(SCREENS[name], [items])
    assert together == await outcome(SCREENS[name], [(item,) for item in items]), (name, items)


_PLAIN = (
    "grid",
    "turned grid",
    "agenda",
    "people",
    "plan",
    "filter panel",
    "search field",
    "rooms",
)


async def outcome(target: Target, writes: list[Write]) -> tuple[object, ...]:
    """Return what is shown and saved after some writes, all of which have had their effects."""
    async with running(target.size) as program:
        program.write(target.keys)
        await program.settle()
        for items in writes:
            program.write(items)
            await program.settle()
        state = program.store.state
        marks = {id: (each.mark, each.note) for id, each in state.bookmarks.items()}
        place = [type(screen) for screen in program.app.screen_stack]
        focused = type(program.app.screen.focused)
        return state.view, state.cursor, state.day, state.text, state.hiding, marks, place, focused
