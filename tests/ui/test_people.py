"""The view of people: every speaker with their sessions, by name."""

import pytest

from confui.screens.store_screen import StoreScreen
from confui.sources.opening import open_conference
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList
from tests.ui.conftest import Open, Window, Write
from tests.ui.sight import listed, under_the_cursor, underlined

MAPS = "Small Maps for Big Forests"
COMMAND_LINE = "A Command Line in an Afternoon"
TALL = (120, 46)

WITH_COMPANIES = {
    "a.md": "---\ntitle: One\npresenters:\n  - name: Ada Ek\n    role: Editor\n"
    "    company: Fjordwork\n---\n",
    "b.md": "---\ntitle: Two\npresenters:\n  - name: Bo Ek\n    company: Skog\n---\n",
}


def place(window: Window) -> int:
    """The row of the list on which the cursor is."""
    return next(y for y, row in enumerate(listed(window)) if row.startswith("█"))


def headings(window: Window) -> list[str]:
    return [row for row in listed(window) if row and row[0] not in "▌█"]


async def test_speakers_are_headings_by_name(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        assert headings(window) == [
            *("Amina Berglund", "Ilmari Koskela", "Jonas Vik", "Petra Lund", "Rana Haddad"),
            *("Solveig Tangen  Hydrologist and maintainer, Fjordwork", "Tomas Eide", "李 Example"),
        ]


async def test_role_and_company_stand_behind_the_name(open_window: Open, write: Write) -> None:
    async with open_window(conference=open_conference(write(WITH_COMPANIES))) as window:
        await window.press("p")
        assert headings(window) == ["Ada Ek  Editor, Fjordwork", "Bo Ek  Skog"]


async def test_a_session_has_one_line_with_day_and_time(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        rows = listed(window)
        petra = rows.index("Petra Lund")
        assert rows[petra + 1 : petra + 4] == [
            f"▌ Sat 17 10:50    {MAPS}",
            f"▌ Sat 17 13:00    {COMMAND_LINE}",
            "",
        ]
        rana = rows.index("Rana Haddad")
        assert rows[rana + 2] == "▌ Unscheduled     A Weather Station to Touch"


async def test_sessions_without_speakers_are_not_among_people(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        assert not [row for row in listed(window) if "Lunch" in row or "Quiet room" in row]


async def test_from_a_session_without_speakers_the_cursor_goes_to_what_comes_next(
    open_window: Open,
) -> None:
    async with open_window() as window:
        await window.select("Lunch")
        await window.press("p")
        assert window.selected == "Watching the Garbage Collector at Work"
        assert window.selected in under_the_cursor(window)


async def test_a_session_of_two_is_under_each_and_the_cursor_can_be_on_either(
    open_window: Open,
) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p")
        rows = listed(window)
        jonas, petra = rows.index("Jonas Vik") + 1, rows.index("Petra Lund") + 1
        assert (place(window), rows[petra][0]) == (jonas, "▌")
        await window.press("j")
        assert (window.selected, place(window)) == (MAPS, petra)
        assert listed(window)[jonas].startswith("▌")
        await window.press("j")
        assert (window.selected, place(window)) == (COMMAND_LINE, petra + 1)
        await window.press("k", "k")
        assert (window.selected, place(window)) == (MAPS, jonas)


async def test_a_click_chooses_under_whom_the_cursor_is(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p")
        petra = listed(window).index("Petra Lund") + 1
        top = window.app.screen.query_one(SessionList).region.y
        await window.pilot.click(offset=(25, top + petra))
        await window.pilot.pause()
        assert (window.selected, place(window)) == (MAPS, petra)


async def test_every_entry_is_reached_and_every_one_on_the_way_back(open_window: Open) -> None:
    async with open_window(size=(120, 20)) as window:
        await window.press("p", "home")
        down = [under_the_cursor(window)]
        for _ in range(12):
            await window.press("down")
            down.append(under_the_cursor(window))
        assert window.message == "This is the last"
        assert len(down) - 1 == sum(len(s.speakers) for s in window.state.shown) == 12
        up = [under_the_cursor(window)]
        for _ in range(11):
            await window.press("up")
            up.append(under_the_cursor(window))
        assert up == down[-2::-1]


async def test_the_selection_is_that_of_the_grid_both_ways(open_window: Open) -> None:
    async with open_window() as window:
        await window.select("Tests for the Weather")
        await window.press("p")
        assert "Tests for the Weather" in under_the_cursor(window)
        await window.press("k", "g")
        assert "[Sat 17]" in window.sight
        assert isinstance(window.app.focused, ScheduleGrid)
        assert window.sight.right_of("█").startswith("[/nope]")


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
async def test_keys_go_far(open_window: Open, keys: str, reached: str) -> None:
    async with open_window() as window:
        await window.press("p", *keys.split(" "))
        assert window.selected.startswith(reached)
        assert reached in under_the_cursor(window)


async def test_whose_name_matches_comes_before_who_only_speaks_of_it(
    open_window: Open, write: Write
) -> None:
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


async def test_whoever_shares_a_match_is_listed_with_it(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("p", "slash", *"speaker:petra", "enter")
        assert headings(window) == ["Jonas Vik", "Petra Lund", "Tomas Eide"]


async def test_a_star_appears_under_each_of_the_speakers(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.select(MAPS)
        await window.press("p", "b")
        assert [row[-1] for row in listed(window) if MAPS in row] == ["★", "★"]
        await window.press("b")
        assert [row[-1] for row in listed(window) if MAPS in row] == ["s", "s"]


async def test_without_its_star_a_session_stays_under_the_cursor(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(MAPS)
        await window.press("b", "p", "slash", *"is:starred", "enter", "b")
        assert window.selected == MAPS
        assert "Nothing matches." in window.sight
        await window.press("b")
        assert MAPS in under_the_cursor(window)


async def test_the_name_stays_in_sight_while_their_sessions_scroll(
    open_window: Open, write: Write
) -> None:
    talk = "---\ntitle: Talk {0:02}\npresenters: {1}\n---\n"
    files = {f"{n:02}.md": talk.format(n, "Ada Ek" if n < 20 else "Bo Ek") for n in range(40)}
    async with open_window(size=(120, 16), conference=open_conference(write(files))) as window:
        await window.press("p")
        for number in range(1, 20):
            await window.press("down")
            assert window.selected == f"Talk {number:02}"
            assert listed(window)[0] == "Ada Ek", number
        await window.press("end")
        assert listed(window)[0] == "Bo Ek"


async def test_a_double_click_reads_and_escape_comes_back(open_window: Open) -> None:
    async with open_window(size=TALL) as window:
        await window.press("p")
        await window.click(COMMAND_LINE, times=2)
        assert isinstance(window.app.focused, SessionDetail)
        assert window.selected == COMMAND_LINE
        await window.press("escape")
        assert isinstance(window.app.focused, SessionList)


async def test_the_view_that_is_shown_already_says_so(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("p", "p")
        assert window.sight.lines[-1] == " The people view is shown already"
        assert isinstance(window.app.screen, StoreScreen)
