"""The command palette: commands, sessions, speakers, rooms, days and queries."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from textual import events
from textual.command import CommandList, CommandPalette

from confui.schedule.models import Conference, Session, Speaker
from confui.schedule.search.name_match import fold_name
from confui.screens.dialogs.filter_panel import FilterPanel
from confui.sources.opening import open_conference
from confui.state.state import View
from confui.widgets.filters.search_field import SearchField
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window, Write
from tests.ui.visible import visible_rows

WEATHER = "Tests for the Weather"


async def ask(window: Window, text: str) -> None:
    """Open the palette, type a text, and wait until all results are shown."""
    await window.press("colon", *text)
    await window.app.workers.wait_for_complete()
    await window.pause()


def offered(window: Window) -> dict[str, str]:
    """Return what is offered, from the top down: each name with its explanation."""
    options = window.app.screen.query_one(CommandList).options
    lines = (str(option.prompt).partition("\n") for option in options)
    return {name: note.strip() for name, _, note in lines}


async def choose(window: Window, name: str) -> None:
    """Choose what is offered under a name."""
    commands = window.app.screen.query_one(CommandList)
    commands.highlighted = list(offered(window)).index(name)
    await window.press("enter")


async def test_it_finds_a_session_by_its_title_and_goes_there(open_window: Open) -> None:
    async with open_window() as window:
        await ask(window, "tests for the w")
        assert f"{WEATHER} — Amina Berglund" in window.screen
        assert "Sun 18 May  09:30 – ~10:15 · Cedar Room" in window.screen
        await window.press("enter")
        assert window.selected == WEATHER
        assert "[Sun 18]" in window.screen


async def test_backspace_returns_from_a_session_found_by_its_speaker(
    open_window: Open,
) -> None:
    async with open_window() as window:
        before = window.selected
        await ask(window, "solveig")
        assert "Keynote - Rivers, Roots and Readable Code — Solveig Tangen" in window.screen
        await window.press("escape")
        await ask(window, "rivers solveig")
        await window.press("enter")
        assert window.selected.startswith("Keynote")
        await window.press("backspace")
        assert window.selected == before


@pytest.mark.parametrize(
    ("typed", "shown", "note", "query"),
    [
        ("speaker amina", "Speaker: Amina Berglund", "2 sessions", 'speaker:"Amina Berglund"'),
        ("room cedar", "Room: Cedar Room", "2 sessions", 'room:"Cedar Room"'),
    ],
)
async def test_it_finds_speakers_and_rooms_and_lists_their_sessions(
    open_window: Open, typed: str, shown: str, note: str, query: str
) -> None:
    async with open_window() as window:
        await ask(window, typed)
        x, y = window.screen.find(shown)
        assert note in window.screen.lines[y + 1]
        await window.pilot.click(offset=(x, y))
        await window.pause()
        assert window.state.text == query
        assert window.state.view is View.AGENDA
        assert sum(row[:1] in ("▌", "█") for row in visible_rows(window) if row) == 4
        assert "Backspace goes back" in window.message


async def test_it_offers_the_days_before_anything_is_typed(open_window: Open) -> None:
    async with open_window(size=(120, 100)) as window:
        await ask(window, "")
        rows = [line.strip() for line in window.screen.lines]
        for offered in (
            ("Day: Saturday, 17 May 2031", "12 sessions"),
            ("Day: Sunday, 18 May 2031", "3 sessions"),
            ("Day: Unscheduled", "1 session"),
        ):
            assert offered in list(pairwise(rows))


async def test_choosing_a_day_without_sessions_in_the_list_shows_a_message(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.press("a", "slash", *"rana", "enter")
        await ask(window, "sunday")
        await window.press("enter")
        assert window.message == "Sunday, 18 May 2031: nothing to list"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("show agenda", "All matches by day and time"),
        ("show people", "Speakers with their sessions"),
    ],
)
async def test_it_shows_the_views(open_window: Open, typed: str, command: str) -> None:
    async with open_window() as window:
        await ask(window, typed)
        assert command in window.screen
        await window.press("enter")
        assert window.state.view == typed.split()[1]
        assert isinstance(window.app.focused, SessionList)


async def test_it_opens_the_search_field_ready_to_type(open_window: Open) -> None:
    async with open_window() as window:
        await ask(window, "search")
        await window.click("By words and fields")
        await window.press(*"amina")
        assert isinstance(window.app.focused, SearchField)
        assert "2 of 16 ✕" in window.screen


async def test_it_opens_the_filter_panel(open_window: Open) -> None:
    async with open_window() as window:
        await ask(window, "choose filters")
        await window.press("enter")
        assert isinstance(window.app.screen, FilterPanel)


@pytest.mark.parametrize(
    ("typed", "shown", "count"),
    [
        ("room:cedar", "room:cedar", 2),
        ("speaker:amina day:sun", "speaker:amina day:sun", 1),
        ("difficulty:beginer kind:talk", "kind:talk", 6),
        ('room:"Birch Room" -maps', 'room:"Birch Room" -maps', 3),
    ],
)
async def test_a_query_with_a_field_filters_as_in_the_search_field(
    open_window: Open, typed: str, shown: str, count: int
) -> None:
    async with open_window() as window:
        keys = {" ": "space", ":": "colon", '"': "quotation_mark", "-": "minus"}
        await ask(window, "")
        await window.press(*(keys.get(key, key) for key in typed))
        await window.app.workers.wait_for_complete()
        await window.pilot.pause()
        session = "session" if count == 1 else "sessions"
        assert next(iter(offered(window).items())) == (
            *(shown, f"Filter: {count} {session}, over all days"),
        )
        await choose(window, shown)
        assert window.state.text == shown
        assert f"{count} of 16 ✕" in window.screen
        assert window.state.cursor.session in window.state.matching


async def test_a_query_with_a_field_comes_before_matching_names(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await ask(window, "room:c")
        names = list(offered(window))
        assert names.index("room:c") < names.index("Room: Cedar Room")


async def test_a_query_of_words_comes_after_matching_names(open_window: Open) -> None:
    async with open_window(size=(120, 60)) as window:
        await ask(window, "amina")
        names = list(offered(window))
        assert "Speaker: Amina Berglund" in names
        assert f"{WEATHER} — Amina Berglund" in names
        assert names[-1] == "amina"


async def test_what_is_offered_can_be_typed_into_the_search_field(open_window: Open) -> None:
    async with open_window(size=(120, 100)) as window:
        for typed, query in (
            ("Room: Cedar Room", 'room:"Cedar Room"'),
            ("Speaker: Amina Berglund", 'speaker:"Amina Berglund"'),
            ("Day: Sunday, 18 May 2031", "day:sun"),
            ("Day: Unscheduled", "day:unset"),
        ):
            await ask(window, typed[:11])
            assert typed in offered(window)
            await window.press("escape")
            window.store.search(typed)
            assert (str(window.state.query), window.state.mistakes) == (query, ())
        for session in window.state.sessions.values():
            window.store.search(session.title)
            assert session.id in window.state.matching, session.title


async def test_markup_in_names_is_text(open_window: Open, write: Write) -> None:
    evil = "[@click=app.quit]quit[/] [bold]x[/nope] \\[red]"
    folder = write(
        {
            "a.md": f"---\ntitle: '{evil}'\nroom: '{evil}'\npresenters: ['{evil}']\n"
            "date: 2031-05-17 09:00\n---\n"
        }
    )
    async with open_window(size=(140, 50), conference=open_conference(folder)) as window:
        await ask(window, "quit x")
        for shown in (f"{evil} — {evil}", f"Speaker: {evil}", f"Room: {evil}"):
            assert shown in window.screen
        assert evil in window.screen.right_of("Sat 17 May  09:00")
        await window.click(f"Room: {evil}")
        assert window.app.is_running
        assert len(window.state.matching) == 1
        assert window.state.query.describe() == f"room {evil}"


async def test_pasted_control_characters_do_not_reach_the_screen(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("ctrl+p")
        window.app.post_message(events.Paste("room:\x1b[2Jcedar\x07"))
        await window.app.workers.wait_for_complete()
        await window.pause()
        assert all(line.isprintable() for line in window.screen.lines)


async def test_the_palette_works_for_an_empty_conference(open_window: Open) -> None:
    async with open_window(conference=Conference(id="empty", title="Nothing Yet")) as window:
        await ask(window, "room:x")
        assert list(offered(window)) == ["room:x"]
        await window.press("enter")
        assert "0 of 0" in window.screen


async def test_escape_leaves_everything_as_it_was(open_window: Open) -> None:
    async with open_window() as window:
        before = window.screen.text
        await ask(window, "weather")
        assert isinstance(window.app.screen, CommandPalette)
        await window.press("escape")
        assert window.screen.text == before


@pytest.mark.parametrize("name", ["Speaker: Amina Berglund", "Room: Cedar Room", "Show agenda"])
async def test_a_name_can_be_typed_as_it_is_shown(open_window: Open, name: str) -> None:
    async with open_window() as window:
        await ask(window, name)
        best = window.app.screen.query_one(CommandList).get_option_at_index(0)
        assert str(best.prompt).split("\n")[0] == name


def make_conference(sessions: int) -> Conference:
    """Return a conference with a speaker for each session."""
    return Conference(
        id="big",
        title="Big",
        sessions=tuple(
            Session(f"s{n}", f"Title {n}", speakers=(Speaker(f"p{n}", f"Given Name{n}"),))
            for n in range(sessions)
        ),
    )


async def test_a_long_list_of_speakers_does_not_keep_the_palette_busy(open_window: Open) -> None:
    speakers = tuple(Speaker(f"p{n}", "Asa Yin Cioni Rit") for n in range(30))
    session = Session("panel", "A panel on asynchronous internationalisation", speakers=speakers)
    conference = Conference(id="panel", title="Panels", sessions=(session,))
    async with open_window(conference=conference) as window:
        await ask(window, "asyncio internals")
        assert list(offered(window)) == ["asyncio internals"]
        await window.press("escape")
        await ask(window, "panel async")
        assert "A panel on asynchronous internationalisation — Asa" in window.screen


async def test_only_the_best_hits_of_many_are_shown(open_window: Open) -> None:
    async with open_window(conference=make_conference(1_000)) as window:
        await ask(window, "name")
        found = window.app.screen.query_one(CommandList)
        kinds = Counter(str(option.prompt).partition(" ")[0] for option in found.options)
        assert kinds["Title"] == kinds["Speaker:"] == 100
        await window.press(*"999")
        await window.app.workers.wait_for_complete()
        await window.pause()
        assert "Title 999 — Given Name999" in window.screen


async def test_names_are_folded_once_and_a_step_at_a_time(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = 0
    folded: Counter[str] = Counter()
    turn_of: Counter[int] = Counter()

    def end_turn() -> None:
        nonlocal turns
        turns += 1

    def counted(name: str) -> str:
        if not turn_of[turns]:
            asyncio.get_running_loop().call_soon(end_turn)
        folded[name] += 1
        turn_of[turns] += 1
        return fold_name(name)

    monkeypatch.setattr("confui.commands.fold_name", counted)
    async with open_window(conference=make_conference(5_000)) as window:
        await ask(window, "title")
        await window.press(*" 4999")
        await window.app.workers.wait_for_complete()
    assert len(folded) > 10_000
    assert set(folded.values()) == {1}
    assert max(turn_of.values()) <= 2 * 500, "a step for the sessions and one for the speakers"


async def test_a_session_that_is_gone_since_it_was_found_is_not_visited(open_window: Open) -> None:
    async with open_window(conference=make_conference(3)) as window:
        await ask(window, "title 2")
        window.store.show_newer_version(make_conference(2))
        await window.press("enter")
        assert window.message == "This session is no longer in the schedule"
