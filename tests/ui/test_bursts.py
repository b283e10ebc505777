"""Any burst of keys and mouse events is safe: several in one write to the terminal, on any screen.

`tests.ui.bursts.bursts` is the long form.
"""

import asyncio
import webbrowser
from threading import Event

import pytest
from textual import events
from textual.command import CommandList

from confui.screens.background import run_in_thread
from confui.screens.dialogs.conferences import Conferences
from confui.screens.dialogs.filter_panel import FilterPanel
from confui.screens.dialogs.help import Help
from confui.screens.dialogs.note_editor import NoteEditor
from confui.screens.dialogs.open_link import OpenLink
from confui.screens.dialogs.palette import Palette
from confui.screens.dialogs.problems import Problems
from confui.screens.schedule import ScheduleScreen
from confui.screens.session_page import SessionPage
from confui.state import State, View
from confui.widgets.lists import PlanList, SessionList
from tests.examples import short_or_long
from tests.ui import bursts
from tests.ui.bursts import NARROW, SCREENS, Program, Write, mouse, running
from tests.ui.picture import capture

EVENTS, SEED = short_or_long(40, 150), 13
OPEN_LINK = SCREENS["open link"].keys


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_burst_of_keys_and_mouse_events_stops_the_program(screen: str) -> None:
    failures = await bursts.send_bursts(screen, EVENTS, SEED, most=1)
    assert not failures, str(failures[0])


async def write(program: Program, *items: str) -> None:
    """Send keys and mouse events as one write, and wait until the program is idle."""
    program.write(items)
    await program.settle()
    assert not program.reason


def stack(program: Program) -> list[type]:
    """The classes of the screens above the main one."""
    return [type(screen) for screen in program.app.screen_stack[1:]]


async def test_two_enters_in_one_write_close_the_filter_panel_once() -> None:
    async with running() as program:
        await write(program, "D", "down", "enter", "enter")
        assert stack(program) == []
        assert program.store.state.text


async def test_what_follows_the_key_that_closes_a_dialog_does_not_reach_the_dialog() -> None:
    async with running() as program:
        await write(program, "D")
        await write(program, "space", "enter", "space")
        chosen = program.store.state.text
        assert stack(program) == []
        assert chosen == "difficulty:beginner"


async def test_a_dialog_that_closes_takes_the_ones_above_it_along() -> None:
    async with running() as program:
        await write(program, "D")
        panel = program.app.screen
        assert isinstance(panel, FilterPanel)
        await write(program, "?")
        assert stack(program) == [FilterPanel, Help]
        panel.dismiss(True)
        panel.dismiss(False)
        await program.settle()
        assert stack(program) == []
        assert not program.reason


async def test_a_double_click_beside_the_palette_closes_only_the_palette() -> None:
    async with running() as program:
        await write(program, "ctrl+p")
        assert stack(program) == [Palette]
        await write(program, "double 2,35")
        assert stack(program) == []


async def test_a_dialog_that_is_closed_before_it_has_opened_does_no_harm() -> None:
    async with running() as program:
        await write(program, "D", "enter")
        await write(program, "D")
        await write(program, "space", "enter", "?")
        assert stack(program) in ([], [Help])


async def test_the_palette_can_be_left_and_opened_again_in_one_write() -> None:
    async with running() as program:
        await write(program, "ctrl+p", "escape", "ctrl+p", "ctrl+p")
        assert stack(program) == [Palette]


async def test_a_command_that_is_double_clicked_runs_once() -> None:
    async with running() as program:
        await write(program, "ctrl+p", *"write a note")
        while "Write a note" not in capture(program.app):
            await program.settle()
        x, y = capture(program.app).find("Write a note")
        before = program.store.state
        await write(program, f"double {x},{y}")
        assert stack(program) == [NoteEditor]
        assert program.store.state.bookmarks == before.bookmarks


async def test_a_click_that_reaches_the_palette_after_the_screen_became_smaller_does_no_harm() -> (
    None
):
    async with running() as program:
        await write(program, "ctrl+p")
        while program.app.screen.region.height > NARROW[1]:
            await write(program, "resize {},{}".format(*NARROW))
        program.app.screen.post_message(mouse(events.Click, 5, 26, 1))
        await program.settle()
        assert not program.reason
        assert stack(program) == [Palette]


async def test_a_click_on_a_row_of_the_palette_that_the_next_letter_removes_does_no_harm() -> None:
    async with running() as program:
        await write(program, "ctrl+p")
        found = program.app.screen.query_one(CommandList)
        while not found.option_count or not found.size:
            await program.settle()
        x, y = found.content_region.offset
        program.app.screen._forward_event(mouse(events.Click, x + 3, y, 1))
        found.clear_options()
        await program.settle()
        assert not program.reason
        assert stack(program) == [Palette]


async def test_keys_behind_the_one_that_opens_a_dialog_reach_the_dialog_in_order() -> None:
    async with running() as program:
        await write(program, "e", *"ab c", "enter", "d", "escape")
        selected = program.store.state.cursor.session
        assert stack(program) == []
        assert program.store.state.bookmarks[selected].note == "ab c\nd"


async def test_the_escape_behind_enter_cancels_opening_a_conference_and_the_next_one_leaves() -> (
    None
):
    async with running() as program:
        await write(program, "c", "home", "enter", "escape")
        await write(program, "escape")
        assert Conferences not in stack(program)


async def test_several_views_asked_for_in_one_write_are_created_once_each() -> None:
    async with running() as program:
        await write(program, "a", "m")
        await write(program, "a", "g", "p", "m", "a")
        screen = program.app.screen
        assert isinstance(screen, ScheduleScreen)
        assert len(screen.query(SessionList)) == len(screen.query(PlanList)) == 1
        assert screen.view.has_focus and screen.view.display
        assert program.store.state.view is View.AGENDA


async def test_two_enters_open_a_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as program:
        opened: list[str] = []
        monkeypatch.setattr(webbrowser, "open", opened.append)
        await write(program, *OPEN_LINK, "enter", "enter")
        await program.app.workers.wait_for_complete()
        await program.settle()
        assert len(opened) == 1
        assert stack(program) == []


async def test_what_a_browser_answers_after_its_question_was_left_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as program:
        asked, answer = Event(), Event()

        def open_late(url: str) -> bool:
            asked.set()
            return not answer.wait(10)

        monkeypatch.setattr(webbrowser, "open", open_late)
        await write(program, *OPEN_LINK, "enter")
        assert await run_in_thread(lambda: asked.wait(10))
        assert stack(program) == [OpenLink]
        await write(program, "escape")
        assert stack(program) == []
        answer.set()
        await program.settle()
        assert not program.app.clipboard
        assert not program.reason


@pytest.mark.parametrize(
    ("text", "over"), [("problem", [Problems]), ("changed", [])], ids=["problems", "changes"]
)
async def test_the_counts_in_the_headline_can_be_clicked_on_the_page_of_a_session(
    text: str, over: list[type]
) -> None:
    async with running(NARROW) as program:
        await write(program, "enter")
        assert stack(program) == [SessionPage]
        x, y = capture(program.app).find(text)
        await write(program, f"click {x},{y}")
        assert stack(program)[1:] == over or stack(program) == over
        assert (program.store.state.view is View.PLAN) == (not over)


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_that_is_just_opening_when_confui_ends_does_no_harm(screen: str) -> None:
    target = SCREENS[screen]
    async with running(target.size, is_empty=target.is_empty) as program:
        program.write(target.keys)
        for _ in range(6):
            await asyncio.sleep(0)
    assert not program.reason


def message(program: Program) -> str:
    """The message in the key bar of the main screen."""
    main = program.app.screen_stack[0]
    assert isinstance(main, ScheduleScreen)
    return main.bar.message


async def test_a_plan_is_drawn_while_its_rows_are_out_of_date() -> None:
    async with running() as program:
        await write(program, "m")
        plan = program.app.screen.query_one(PlanList)
        assert plan.state.questions
        plan.set_reactive(PlanList.state, plan.state._replace(questions={}))
        plan.redraw()
        capture(program.app)
        await program.settle()
        assert not program.reason


async def test_a_session_that_a_refresh_has_removed_can_still_be_in_a_list() -> None:
    async with running() as program:
        await write(program, "a")
        agenda = program.app.screen.query_one(SessionList)
        agenda.set_reactive(SessionList.state, State())
        await write(program, "down", "up", "end")


async def test_a_link_to_a_session_that_a_refresh_has_removed_says_so() -> None:
    async with running() as program:
        screen = program.app.screen
        assert isinstance(screen, ScheduleScreen)
        screen.session_area.visit("talks/gone.md")
        await program.settle()
        assert message(program) == "This session is no longer in the schedule"


async def test_a_bookmark_cannot_move_to_a_session_that_a_refresh_has_removed() -> None:
    async with running() as program:
        await write(program, *SCREENS["which session"].keys)
        conference = program.store.state.conference
        rest = (each for each in conference.sessions if "Small Maps" not in each.title)
        program.store.show_newer_version(conference._replace(sessions=tuple(rest)))
        await write(program, "enter")
        assert message(program) == "This question is out of date; nothing was changed"


async def test_a_sequence_that_fails_is_shrunk_to_what_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(screen: ScheduleScreen) -> None:
        raise LookupError("no such view")

    monkeypatch.setattr(ScheduleScreen, "action_go_to_now", crash)
    long: list[Write] = [("a", "d"), ("down", "t", "up"), ("g",)]
    assert await bursts.shortest(SCREENS["grid"], [long], "LookupError: no") == [("t",)]


async def test_an_entry_that_the_cursor_left_within_a_burst_is_painted_as_left() -> None:
    async with running() as program:
        await program.survive([("w",), ("click 92,0", "N", "g")])
        await program.survive(
            [("m",), ("e", "drag 106,0", "escape"), ("g", "click 58,18", "click 98,0", "ctrl+d")]
        )
        assert not program.reason
