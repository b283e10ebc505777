"""The key T: times in the zone of the attendee."""

from zoneinfo import ZoneInfo

from confui.schedule.models import Conference
from tests.ui.conftest import NOW, Open
from tests.ui.visible import visible_rows


async def test_t_shows_the_attendees_time_everywhere_and_the_events_again(
    open_window: Open, pynorth: Conference
) -> None:
    oslo = pynorth._replace(timezone="Europe/Oslo")
    async with open_window(
        size=(140, 40), conference=oslo, local_zone=ZoneInfo("Australia/Lord_Howe")
    ) as window:
        before = window.screen
        assert "event time, Oslo · Sat 10:30" in before and "▶10:30" in before
        await window.press("T")
        assert "my time, Lord Howe · Sat 19:00" in window.screen
        assert "▶19:00" in window.screen and "10:30" not in window.screen
        assert "days and queries stay those in Oslo" in window.message
        await window.press("w")
        assert "▼19:00" in window.screen and "20:00" in window.screen
        await window.press("w", "G", "b")
        assert "02:15+1│" in window.screen and "10:00+1│" in window.screen
        await window.select("Night owls")
        assert "Sun 18 May  10:00" in window.screen, "the date beside it is that of the start"
        await window.press("b", "m")
        assert any("10:00+1 – " in row for row in visible_rows(window))
        await window.press("a")
        assert "17:30 – " in window.screen
        window.store.show_newer_version(oslo._replace(title="Newer"))
        await window.pause()
        assert "my time, Lord Howe" in window.screen
        await window.press("T", "g", "home", "x")
        assert "event time, Oslo · Sat 10:30" in window.screen and "▶10:30" in window.screen
        assert window.state.now == NOW


async def test_t_says_why_times_cannot_be_converted(open_window: Open, pynorth: Conference) -> None:
    async with open_window(conference=pynorth._replace(timezone="")) as window:
        before = window.screen
        await window.press("T")
        assert "does not say its time zone" in window.message
        assert not window.state.zone.is_mine and "zone unknown" in before
    here = pynorth._replace(timezone="Europe/Oslo")
    async with open_window(conference=here, local_zone=ZoneInfo("Europe/Oslo")) as window:
        await window.press("T")
        assert window.message == "This computer is in the time zone of Oslo already"
