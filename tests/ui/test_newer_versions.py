"""A newer version of the schedule, or another window, may come while anything is open."""

from collections.abc import Callable
from datetime import date

from confui.schedule.bookmark import Mark
from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.screens.dialogs.conferences import Conferences
from confui.screens.dialogs.problems import Problems
from confui.screens.room_panels import RoomList
from confui.screens.schedule import ScheduleScreen
from confui.state import View
from confui.widgets.base.session_view import SessionView
from confui.widgets.lists import ConferenceChoice
from tests.ui.bursts import SCREENS, Program, running
from tests.ui.picture import capture


async def write(program: Program, *items: str) -> None:
    """Send keys as one write, and wait until the program is idle."""
    program.write(items)
    await program.settle()
    assert not program.reason


async def refresh(program: Program, change: Callable[[Session], Session | None]) -> None:
    """Show a newer version of the conference; `change` returns None for a session that is gone."""
    conference = program.store.state.conference
    changed = (change(session) for session in conference.sessions)
    sessions = tuple(session for session in changed if session is not None)
    days = tuple(sorted({session.day for session in sessions if session.day}))
    program.store.show_newer_version(conference._replace(sessions=sessions, days=days))
    await program.settle()


def without(session_id: str) -> Callable[[Session], Session | None]:
    """Return a change that removes a session."""
    return lambda session: None if session.id == session_id else session


def message(program: Program) -> str:
    """The message in the key bar of the main screen."""
    main = program.app.screen_stack[0]
    assert isinstance(main, ScheduleScreen)
    return main.bar.message


async def test_the_filter_panel_counts_the_sessions_of_a_refreshed_conference() -> None:
    async with running() as program:
        await write(program, "/", *"room:cedar", "enter", "f", "down", "down", "down", "right")
        await refresh(program, lambda session: session._replace(rooms=("New room",)))
        assert "New room" in capture(program.app)
        assert not program.is_out_of_date()


async def test_a_click_on_a_session_that_is_gone_says_so_and_the_cursor_stays() -> None:
    async with running() as program:
        screen, before = program.app.screen, program.store.state.cursor
        assert isinstance(screen, ScheduleScreen)
        for kind in (SessionView.Moved, SessionView.Opened):
            screen.view.post_message(kind(Cursor("talks/gone.md")))
            await program.settle()
            assert message(program) == "This session is no longer in the schedule"
            assert program.store.state.cursor == before
            assert screen.focused is screen.view
            screen.bar.clear()


async def test_a_question_that_a_refresh_has_answered_changes_no_bookmark() -> None:
    async with running() as program:
        await write(program, *SCREENS["which session"].keys)
        conference = program.store.state.conference
        maps = next(each for each in conference.sessions if "Small Maps" in each.title)
        back = (*conference.sessions, maps._replace(id="talks/maps.md"))
        program.store.show_newer_version(conference._replace(sessions=back))
        before = program.store.state.bookmarks["talks/maps.md"]
        await write(program, "end", "enter")
        assert program.store.state.bookmarks["talks/maps.md"] == before
        assert message(program) == "This question is out of date; nothing was changed"


async def test_the_list_of_problems_shows_those_of_a_refreshed_conference() -> None:
    async with running() as program:
        await write(program, "!")
        assert isinstance(program.app.screen, Problems)
        conference = program.store.state.conference
        problem = conference.problems[0]._replace(message="It is new")
        program.store.show_newer_version(conference._replace(problems=(problem,)))
        await program.settle()
        assert "It is new" in capture(program.app)
        assert "It is odd" not in capture(program.app)
        program.store.show_newer_version(conference._replace(problems=()))
        await program.settle()
        assert "None." in capture(program.app)


async def test_the_list_of_rooms_shows_those_of_a_refreshed_conference() -> None:
    async with running() as program:
        await write(program, "R")
        assert isinstance(program.app.focused, RoomList)
        await refresh(program, lambda session: session._replace(rooms=("Z 1",)))
        await write(program, "z", "space")
        assert "[ ] Z 1" in capture(program.app)
        assert not program.is_out_of_date()


async def test_the_way_back_leads_to_a_day_that_there_is() -> None:
    async with running() as program:
        screen = program.app.screen
        assert isinstance(screen, ScheduleScreen)
        last = program.store.state.conference.days[-1]
        screen.show_day(last)
        screen.session_area.visit(program.store.state.on_day(program.store.state.days[0])[0].id)
        await refresh(program, lambda session: None if session.day == last else session)
        await write(program, "backspace")
        assert program.store.state.day in program.store.state.days
        assert program.store.state.selected is not None


async def test_the_counts_of_the_days_follow_a_session_to_another_day() -> None:
    async with running() as program:
        await write(program, "/", *"maps", "enter")
        assert program.store.state.cursor.session != "talks/again.md"
        second = program.store.state.conference.days[1]
        before = capture(program.app).lines[1]
        await refresh(
            program, lambda each: each._replace(day=second) if "again" in each.id else each
        )
        assert capture(program.app).lines[1] != before
        assert not program.is_out_of_date()


async def test_the_grid_takes_the_order_of_rooms_of_a_refreshed_conference() -> None:
    async with running() as program:
        conference = program.store.state.conference
        turned = conference._replace(rooms=conference.rooms[::-1])
        program.store.show_newer_version(turned)
        await program.settle()
        assert not program.is_out_of_date()


async def test_the_text_names_what_is_on_at_the_same_time_in_a_refreshed_conference() -> None:
    async with running() as program:
        await write(program, "enter", "end")
        selected = program.store.state.cursor.session
        await refresh(
            program, lambda each: each if each.id == selected else each._replace(title="New name")
        )
        assert not program.is_out_of_date()


async def test_the_cursor_stays_on_its_conference_when_another_one_is_added() -> None:
    async with running() as program:
        await write(program, "c", "end")
        dialog = program.app.screen
        assert isinstance(dialog, Conferences)
        chosen = dialog._list.choice
        assert chosen is not None
        new = ConferenceChoice("new", "New", date(2031, 9, 1), date(2031, 9, 2), "now", True)
        dialog._list.show((new, *dialog._list.choices), "")
        assert dialog._list.choice == chosen


async def test_the_grid_has_the_sessions_of_the_day_if_a_refresh_came_just_after_the_plan() -> None:
    async with running() as program:
        store = program.store
        conference = store.state.conference
        last = conference.sessions[-1]
        store.show_view(View.PLAN)
        store.show_newer_version(conference._replace(sessions=conference.sessions[:-1]))
        store.show_view(View.GRID)
        await program.settle()
        assert "Small Maps" in capture(program.app) and last.id not in store.state.sessions
        assert not program.is_out_of_date()


async def test_the_text_of_a_session_that_is_no_longer_starred_says_nothing_of_changes() -> None:
    async with running() as program:
        await write(program, "x", "b")
        chosen = program.store.state.cursor.session

        def move(session: Session) -> Session:
            return session._replace(rooms=("New room",)) if session.id == chosen else session

        await refresh(program, move)
        assert "⚑ room changed" in capture(program.app)
        await write(program, "x")
        assert "⚑ room changed" not in capture(program.app)


async def test_the_grid_shows_a_day_that_there_is_after_a_cancelled_session_of_another_one() -> (
    None
):
    async with running() as program:
        store = program.store
        last = store.state.days[-2]
        assert last is not None
        chosen = next(each.id for each in store.state.on_day(last))
        store.select(chosen)
        store.mark(chosen, Mark.MUST)
        await write(program, "m")
        await refresh(program, lambda each: None if each.day == last else each)
        store.move_cursor(Cursor(chosen))
        assert store.state.day == last, "the plan keeps what was cancelled"
        await write(program, "g")
        before = store.state.cursor
        assert store.state.day in store.state.days and before.session in store.state.sessions
        await write(program, "end")
        assert store.state.cursor != before


async def test_a_letter_in_an_empty_list_of_values_finds_nothing() -> None:
    async with running(is_empty=True) as program:
        await write(program, "/", *"difficulty:beginner", "enter", "f", "delete", "space", "z")
        await write(program, "escape")
