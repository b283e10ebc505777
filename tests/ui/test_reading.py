"""The detail pane, the session page of narrow screens, help, problems and the palette."""

import pytest
from textual.command import CommandPalette

from confui.schedule.models import Conference, Link
from confui.screens.dialogs.help import Help
from confui.screens.dialogs.problems import Problems
from confui.screens.schedule import ScheduleScreen
from confui.screens.session_page import SessionPage
from confui.sources.opening import open_conference
from confui.widgets.detail.session_detail import SessionDetail
from confui.widgets.grid.schedule_grid import ScheduleGrid
from tests.ui.conftest import Open, Write

READING = "Reading list[int] and dict[str, int] Aloud"


async def test_enter_focuses_the_pane_and_escape_returns_to_the_grid(open_window: Open) -> None:
    async with open_window(size=(120, 20)) as window:
        await window.select(READING)
        assert "integers by name" not in window.screen
        await window.press("enter")
        assert isinstance(window.app.focused, SessionDetail)
        await window.press("pagedown")
        assert window.selected == READING, "the pane scrolls, the cursor stays"
        assert "integers by name" in window.screen
        await window.press("escape")
        assert isinstance(window.app.focused, ScheduleGrid)


@pytest.mark.parametrize("keys", [["end"], ["shift+tab"], ["pagedown"] * 9, ["down"] * 90])
async def test_a_long_text_can_be_read_to_its_end(
    open_window: Open, pynorth: Conference, keys: list[str]
) -> None:
    (talk,) = (each for each in pynorth.visible if each.title == READING)
    body = "".join(f"Line {number}.\n\n" for number in range(40))
    link = Link("Slides", "https://example.org/slides")
    sessions = (talk._replace(body=body, abstract="", links=(link,)),)
    conference = pynorth._replace(sessions=sessions)
    async with open_window(size=(120, 20), conference=conference) as window:
        assert "▼" in window.screen
        assert "Slides" not in window.screen
        await window.press("enter", *keys)
        assert "Slides" in window.screen


async def test_the_mouse_wheel_reads_on_too(open_window: Open, pynorth: Conference) -> None:
    (talk,) = (each for each in pynorth.visible if each.title == READING)
    body = "".join(f"Line {number}.\n\n" for number in range(40))
    conference = pynorth._replace(sessions=(talk._replace(body=body, abstract="", links=()),))
    async with open_window(size=(120, 20), conference=conference) as window:
        await window.wheel_down(SessionDetail, 60)
        assert "Line 39." in window.screen


async def test_under_80_columns_enter_opens_a_page_and_escape_leaves_it(
    open_window: Open,
) -> None:
    async with open_window(size=(79, 24)) as window:
        await window.select(READING)
        assert "How to say a type" not in window.screen
        await window.press("enter")
        assert isinstance(window.app.screen, SessionPage)
        assert "How to say a type in a meeting" in window.screen
        await window.press("b")
        assert window.screen.line("Aloud").endswith("★")
        await window.press("escape")
        assert isinstance(window.app.screen, ScheduleScreen)
        assert window.selected == READING
        assert "★" in window.screen.right_of("█")


async def test_the_pane_shows_who_where_and_when(open_window: Open) -> None:
    async with open_window(size=(140, 60)) as window:
        await window.select("Keynote")
        for line in (
            "09:00 – 09:50 · Aurora Hall (whole venue) · over",
            "Solveig Tangen · ○ All · keynote",
            "Hydrologist and maintainer, Fjordwork",
            "Website · GitHub",
            "Next in this room",
            "Tags readability · maintenance",
            "Links Recording · Slides",
        ):
            assert line in window.screen
        assert "Quiet room · 08:30" not in window.screen, "it lasts all day"


async def test_an_abstract_that_the_body_repeats_is_shown_once(open_window: Open) -> None:
    async with open_window(size=(140, 60)) as window:
        await window.select("Keynote")
        assert window.screen.text.count("Old code moves like an old river") == 1


async def test_an_estimated_end_is_marked(open_window: Open) -> None:
    async with open_window() as window:
        await window.select(READING)
        assert "10:30–~11:15 · Aurora Hall · now, ~45 min left" in window.screen


async def test_the_help_lists_every_key_of_the_screen(open_window: Open) -> None:
    async with open_window(size=(120, 120)) as window:
        bindings = [
            active.binding
            for active in window.app.screen.active_bindings.values()
            if not active.binding.system and active.binding.id
        ]
        await window.press("question_mark")
        assert isinstance(window.app.screen, Help)
        for binding in bindings:
            key = window.app.get_key_display(binding.with_key(binding.key))
            rows = (line for line in window.screen.lines if binding.tooltip[:24] in line)
            before = " ".join(row.partition(binding.tooltip[:24])[0] for row in rows)
            assert key in before or key in "123456789"
        assert "a must, a maybe" in window.screen
        await window.press("escape")
        assert isinstance(window.app.screen, ScheduleScreen)


async def test_every_key_has_a_unique_id_and_a_tooltip(open_window: Open) -> None:
    async with open_window() as window:
        actions_of: dict[str, set[str]] = {}
        for active in window.app.screen.active_bindings.values():
            if active.binding.id and not active.binding.system:
                assert active.binding.tooltip
                actions_of.setdefault(active.binding.id, set()).add(active.binding.action)
        assert len(actions_of) > 25
        assert all(len(actions) == 1 for actions in actions_of.values())


async def test_problems_open_with_a_key_and_with_a_click_on_their_number(
    open_window: Open, write: Write
) -> None:
    folder = write({"talks/broken.md": "---\ntitle: Half\ndate: 2031-02-30 09:00\n---\n"})
    async with open_window(conference=open_conference(folder)) as window:
        await window.press("exclamation_mark")
        assert isinstance(window.app.screen, Problems)
        assert "talks/broken.md:3" in window.screen
        assert "→" in window.screen, "how to mend it"
        await window.press("escape")
        await window.click("⚠ 1 problem")
        assert isinstance(window.app.screen, Problems)


async def test_an_empty_list_of_problems_says_none(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("exclamation_mark")
        assert "None." in window.screen


async def test_the_palette_finds_a_session_by_its_title(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("ctrl+p")
        assert isinstance(window.app.screen, CommandPalette)
        await window.press(*"weathsky"[:5])
        await window.pilot.app.workers.wait_for_complete()
        await window.pause()
        assert "Tests for the Weather — Amina Berglund" in window.screen
        await window.press("down", "enter")
        assert window.selected in ("Tests for the Weather", "A Weather Station to Touch")


async def test_the_palette_finds_a_day(open_window: Open) -> None:
    async with open_window() as window:
        await window.press("ctrl+p", *"sunday")
        await window.pilot.app.workers.wait_for_complete()
        await window.pause()
        assert "Sunday, 18 May 2031" in window.screen
        await window.press("enter")
        assert "[Sun 18]" in window.screen
