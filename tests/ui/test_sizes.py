"""Terminals and conferences of all sizes, and all themes."""

import pytest
from rich.style import Style

from benchmarks.synthesis import write_conference
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.themes import THEMES
from confui.widgets.bars.separator import Separator
from confui.widgets.grid.schedule_grid import ScheduleGrid
from tests.ui.conftest import Open, Window, Write

READING = "Reading list[int] and dict[str, int] Aloud"


def contrast(style: Style) -> float:
    """Return the contrast ratio of text as WCAG 2 defines it, from 1 to 21."""
    assert style.color is not None and style.bgcolor is not None
    lights = []
    for colour in (style.color, style.bgcolor):
        shares = [value / 255 for value in colour.get_truecolor()]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        lights.append(sum(map(float.__mul__, linear, (0.2126, 0.7152, 0.0722))))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def regions(window: Window) -> tuple[tuple[int, int], tuple[int, int]]:
    grid = window.app.screen.query_one(ScheduleGrid).region
    pane = window.app.screen.query_one(Separator).region
    return (grid.right, grid.bottom), (pane.x, pane.y)


@pytest.mark.parametrize("size", [(100, 24), (120, 36), (200, 60)])
async def test_from_100_columns_the_pane_is_beside_the_grid(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size=size) as window:
        (right, _), (x, _) = regions(window)
        assert x == right


@pytest.mark.parametrize("size", [(80, 24), (99, 40)])
async def test_from_80_columns_the_pane_is_below_the_grid(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size=size) as window:
        (_, bottom), (x, y) = regions(window)
        assert (x, y) == (0, bottom)


@pytest.mark.parametrize("size", [(79, 24), (40, 12)])
async def test_under_80_columns_the_grid_fills_the_screen(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size=size) as window:
        assert not window.app.screen.query_one(Separator).display
        assert window.app.screen.query_one(ScheduleGrid).region.width == size[0]


async def test_a_resize_keeps_the_selection_in_view(open_window: Open) -> None:
    async with open_window(size=(200, 60)) as window:
        await window.select("A Command Line")
        for size in [(120, 36), (79, 24), (40, 10), (100, 24), (20, 6), (200, 60)]:
            await window.pilot.resize_terminal(*size)
            await window.pause()
            assert window.selected == "A Command Line in an Afternoon"
            assert window.screen.right_of("█").startswith("A Comm"), size


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (20, 5), (500, 200)])
async def test_terminals_of_unusual_sizes_work(open_window: Open, size: tuple[int, int]) -> None:
    async with open_window(size=size) as window:
        await window.press("down", "d", "question_mark")
        await window.press("escape", "enter")
        assert len(window.screen.lines) == size[1]


async def test_at_80_columns_the_levels_keep_their_words(open_window: Open) -> None:
    async with open_window(size=(80, 24)) as window:
        assert "◆◆◆ Advanced 1  ○ All 2  · unset 9" in window.screen


async def test_nothing_on_a_line_is_wider_than_the_screen(open_window: Open) -> None:
    async with open_window(size=(80, 24)) as window:
        assert window.screen.lines[-1].endswith("? help")
        assert window.screen.lines[0].endswith("★ 0")
        assert "event time" in window.screen.lines[0]


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Conference:
    folder = tmp_path_factory.mktemp("synthesis")
    write_conference(folder, sessions=2_000, rooms=60)
    return open_conference(folder)


async def mounted(open_window: Open, conference: Conference) -> int:
    async with open_window(conference=conference) as window:
        return len(window.app.screen.query("*"))


async def test_the_number_of_widgets_does_not_depend_on_the_number_of_sessions(
    open_window: Open, pynorth: Conference, large: Conference
) -> None:
    assert len(large.sessions) == 2_000
    counts = [await mounted(open_window, each) for each in (Conference(), pynorth, large)]
    assert counts[0] == counts[1] == counts[2]


async def test_with_60_rooms_the_cursor_stays_in_view(open_window: Open, large: Conference) -> None:
    async with open_window(conference=large) as window:
        assert "›" in window.screen.lines[3] and "‹" not in window.screen.lines[3]
        await window.press(*["right"] * 8)
        assert "›" in window.screen.lines[3] and "‹" in window.screen.lines[3]
        assert window.selected[:8] in window.screen.right_of("█")
        window.store.select(window.state.shown[-1].id)
        await window.press("home")
        assert "2000 sessions" in window.screen.lines[0]


async def test_a_conference_whose_sessions_have_no_time_can_be_browsed(
    open_window: Open, write: Write
) -> None:
    folder = write({f"{n}.md": f"---\ntitle: Poster {n}\npresenters: []\n---\n" for n in "123"})
    async with open_window(conference=open_conference(folder)) as window:
        assert "[Unscheduled]" in window.screen
        assert window.selected == "Poster 1"
        await window.press("down", "b", "enter")
        assert window.selected == "Poster 2"
        assert "★ 1" in window.screen


async def test_without_colour_glyphs_and_stars_still_show(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_window() as window:
        await window.select(READING)
        await window.press("b", "d")
        assert window.screen.right_of("█").partition("┼")[0].rstrip().endswith("★")
        assert "◆◆ Intermediate" in window.screen and "[◆ Beginner 2]" in window.screen
        assert "[Sat 17 ·1]" in window.screen


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_theme_repaints_everything_and_changes_no_text(
    open_window: Open, theme: str
) -> None:
    async with open_window() as window:
        await window.select(READING)
        await window.press("b", "d")
        before = window.screen
        window.app.theme = THEMES[(1 + [each.name for each in THEMES].index(theme)) % 3].name
        await window.pause()
        window.app.theme = theme
        await window.pause()
        after = window.screen
        assert after.text == before.text
        paper = {theme.name: theme.background for theme in THEMES}[theme]
        background = after.cells[1][-1][1].bgcolor
        assert background is not None and background.triplet is not None
        assert background.triplet.hex == paper
        for text in ("█Reading", "[/nope]", "[Sat 17", "10:50", "? help"):
            x, y = after.find(text)
            assert contrast(after.cells[y][x + 1][1]) >= 3, text


async def test_on_the_session_page_a_grid_key_shows_a_message(open_window: Open) -> None:
    async with open_window(size=(70, 24)) as window:
        await window.press("enter", "d")
        assert "Esc goes back" in window.message
        await window.press("question_mark")
        assert "A line down" in window.screen.text


async def test_an_empty_day_shows_the_reason(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("3", "d", "d", "F")
        assert "No session of this day matches" in window.screen.text


async def test_the_separator_has_the_length_of_the_panes_after_every_resize(
    open_window: Open,
) -> None:
    async with open_window(size=(85, 30)) as window:
        for size in [(98, 40), (120, 24), (120, 50), (82, 24)]:
            await window.pilot.resize_terminal(*size)
            await window.pause()
            region = window.app.screen.query_one(Separator).region
            rule = [
                "".join(text for text, _ in line[region.x : region.right])
                for line in window.screen.cells[region.y : region.bottom]
            ]
            assert rule == (["│"] * region.height if size[0] >= 100 else ["─" * size[0]])
