"""The list of speakers with their sessions, by name."""

import pytest

from confui.screens.store_screen import StoreScreen
from confui.sources.opening import open_conference
from confui.state import View
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window, Write
from tests.ui.visible import selected_row, underlined, visible_rows

MAPS = "Small Maps for Big Forests"
COMMAND_LINE = "A Command Line in an Afternoon"
TALL = (120, 46)

WITH_COMPANIES = {
    "a.md": "---\ntitle: One\npresenters:\n  - name: Ada Ek\n    role: Editor\n"
    "    company: Fjordwork\n---\n",
    "b.md": "---\ntitle: Two\npresenters:\n  - name: Bo Ek\n    company: Skog\n---\n",
}


def selected_index(window: Window) -> int:
    """Return the index of the selected row."""
    return next(y for y, row in enumerate(visible_rows(window)) if row.startswith("█"))


def speaker_of_selected(window: Window) -> str:
    """Return the heading above the selected row."""
    above = visible_rows(window)[: selected_index(window)]
    return next(row for row in reversed(above) if row and row[0] not in "▌█")


def headings(window: Window) -> list[str]:
    return [row for row in visible_rows(window) if row and row[0] not in "▌█"]


async def test_speakers_are_headings_by_name(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        assert headings(window) == [
            *("Amina Berglund", "Ilmari Koskela", "Jonas Vik", "Petra Lund", "Rana Haddad"),
            *("Solveig Tangen  Hydrologist and maintainer, Fjordwork", "Tomas Eide", "李 Example"),
        ]


async def test_role_and_company_follow_the_name(open_window: Open, write: Write) -> None:
    async with open_window(conference=open_conference(write(WITH_COMPANIES))) as window:
        await window.press("p")
        assert headings(window) == ["Ada Ek  Editor, Fjordwork", "Bo Ek  Skog"]


async def test_a_session_has_one_line_with_day_and_time(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        rows = visible_rows(window)
        petra = rows.index("Petra Lund")
        assert rows[petra + 1 : petra + 4] == [
            f"▌ Sat 17 10:50    {MAPS}",
            f"▌ Sat 17 13:00    {COMMAND_LINE}",
            "",
        ]
        rana = rows.index("Rana Haddad")
        assert rows[rana + 2] == "▌ Unscheduled     A Weather Station to Touch"


async def test_sessions_without_speakers_are_not_listed(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        assert not [row for row in visible_rows(window) if "Lunch" in row or "Quiet room" in row]


async def test_from_a_session_without_speakers_the_cursor_moves_to_the_next_with_one(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        await window.press("p")
        assert window.selected == "Watching the Garbage Collector at Work"
        assert window.selected in selected_row(window)


async def test_a_session_of_two_speakers_is_listed_under_both_and_either_can_be_selected(
    open_window: Open,
) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p")
        rows = visible_rows(window)
        jonas, petra = rows.index("Jonas Vik") + 1, rows.index("Petra Lund") + 1
        assert (selected_index(window), rows[petra][0]) == (jonas, "▌")
        await window.press("j")
        assert (window.selected, selected_index(window)) == (MAPS, petra)
        assert visible_rows(window)[jonas].startswith("▌")
        await window.press("j")
        assert (window.selected, selected_index(window)) == (COMMAND_LINE, petra + 1)
        await window.press("k", "k")
        assert (window.selected, selected_index(window)) == (MAPS, jonas)


async def test_a_click_selects_the_session_under_that_speaker(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p")
        petra = visible_rows(window).index("Petra Lund") + 1
        top = window.app.screen.query_one(SessionList).region.y
        await window.pilot.click(offset=(25, top + petra))
        await window.pause()
        assert (window.selected, selected_index(window)) == (MAPS, petra)


async def test_down_and_up_reach_every_entry(open_window: Open) -> None:
    async with open_window(size=(120, 20)) as window:
        await window.press("p", "home")
        down = [selected_row(window)]
        for _ in range(12):
            await window.press("down")
            down.append(selected_row(window))
        assert window.message == "This is the last"
        assert len(down) - 1 == sum(len(s.speakers) for s in window.state.shown) == 12
        up = [selected_row(window)]
        for _ in range(11):
            await window.press("up")
            up.append(selected_row(window))
        assert up == down[-2::-1]


async def test_grid_and_list_share_the_selection(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Tests for the Weather")
        await window.press("p")
        assert "Tests for the Weather" in selected_row(window)
        await window.press("k", "g")
        assert "[Sat 17]" in window.screen
        assert isinstance(window.app.focused, ScheduleGrid)
        assert window.screen.right_of("█").startswith("[/nope]")


@pytest.mark.parametrize(
    ("keys", "reached"),
    [
        ("home", "[/nope]"),
        ("end", "Bees"),
        ("2", "Bees"),
        ("right_square_bracket", "Bees"),
        ("3", "A Weather"),
    ],
)
async def test_home_end_and_day_keys_move_far(open_window: Open, keys: str, reached: str) -> None:
    async with open_window() as window:
        await window.press("p", *keys.split(" "))
        assert window.selected.startswith(reached)
        assert reached in selected_row(window)


async def test_speakers_whose_name_matches_come_first(open_window: Open, write: Write) -> None:
    talk = "---\ntitle: {0}\npresenters: {1}\n---\n"
    folder = write(
        {
            "a.md": talk.format("The Work of Olga", "Ada Ek"),
            "b.md": talk.format("Knots", "Olga Zimmer"),
            "c.md": talk.format("Ropes", "Bo Ek"),
        }
    )
    async with open_window(conference=open_conference(folder)) as window:
        await window.press("p", "slash", *"olga")
        assert headings(window) == ["Olga Zimmer", "Ada Ek"]
        assert underlined(window, SessionList) == ["Olga", "Olga"]
        await window.press("escape")
        assert headings(window) == ["Ada Ek", "Bo Ek", "Olga Zimmer"]


async def test_all_speakers_of_a_match_are_listed(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("p", "slash", *"speaker:petra", "enter")
        assert headings(window) == ["Jonas Vik", "Petra Lund", "Tomas Eide"]


async def test_a_star_appears_under_each_of_the_speakers(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p", "b")
        assert [row[-1] for row in visible_rows(window) if MAPS in row] == ["★", "★"]
        await window.press("b")
        assert [row[-1] for row in visible_rows(window) if MAPS in row] == ["s", "s"]


async def test_a_session_that_no_longer_matches_stays_selected(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(MAPS)
        await window.press("b", "p", "slash", *"is:starred", "enter", "b")
        assert window.selected == MAPS
        assert "Nothing matches." in window.screen
        await window.press("b")
        assert MAPS in selected_row(window)


async def test_the_speaker_stays_visible_while_their_sessions_scroll(
    open_window: Open, write: Write
) -> None:
    talk = "---\ntitle: Talk {0:02}\npresenters: {1}\n---\n"
    files = {f"{n:02}.md": talk.format(n, "Ada Ek" if n < 20 else "Bo Ek") for n in range(40)}
    async with open_window(size=(120, 16), conference=open_conference(write(files))) as window:
        await window.press("p")
        for number in range(1, 20):
            await window.press("down")
            assert window.selected == f"Talk {number:02}"
            assert visible_rows(window)[0] == "Ada Ek", number
        await window.press("end")
        assert visible_rows(window)[0] == "Bo Ek"


async def test_a_double_click_reads_and_escape_returns(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        await window.click(COMMAND_LINE, times=2)
        assert isinstance(window.app.focused, SessionDetail)
        assert window.selected == COMMAND_LINE
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)


async def test_the_key_of_the_current_view_shows_a_message(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("p", "p")
        assert window.screen.lines[-2] == " The people view is shown already"
        assert isinstance(window.app.screen, StoreScreen)


async def test_first_letters_go_to_a_name_and_other_keys_work_as_before(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("p", "apostrophe")
        assert window.message == "' and the first letters of a name"
        await window.press(*"pe")
        assert "Petra Lund" in speaker_of_selected(window) and window.message == "' pe"
        await window.press("z")
        assert window.message == "No name begins with pez" and "Petra Lund" in speaker_of_selected(
            window
        )
        await window.press("backspace", "backspace", *"hadd")
        assert "Rana Haddad" in speaker_of_selected(window), "a family name is found too"
        await window.press("enter", "b")
        assert window.state.bookmarks, "b is a key again"
        await window.press("apostrophe", "down", "u")
        assert not window.state.bookmarks
        await window.press("a", "apostrophe", "b")
        assert window.state.bookmarks and window.state.view is View.AGENDA
