"""Sessions for the whole venue that overlap others, and breaks that every room lists."""

from datetime import datetime, timedelta

from confui.schedule.models import Conference, Kind, Session
from tests.ui.conftest import Open

DAY = datetime(2031, 5, 17)
ROOMS = tuple(f"Room {letter}" for letter in "ABCDEFGH")


def session(name: str, hour: float, minutes: int, *rooms: str, kind: Kind = Kind.TALK) -> Session:
    """Return a session in some rooms, or without any for the whole venue."""
    start = DAY + timedelta(hours=hour)
    made = Session(name, name, start=start, end=start + timedelta(minutes=minutes), rooms=rooms)
    return made._replace(day=DAY.date(), kind=kind, whole_venue=not rooms)


def conference(*sessions: Session) -> Conference:
    ordered = tuple(sorted(sessions, key=lambda each: (each.start or DAY, each.id)))
    return Conference("snow", "Snow", days=(DAY.date(),), rooms=ROOMS, sessions=ordered)


async def test_a_break_during_workshops_stays_beside_the_rooms_and_can_be_clicked_and_starred(
    open_window: Open,
) -> None:
    workshops = (session(f"Shop in {room}", 9, 180, room) for room in ROOMS)
    coffee = session("Coffee break", 10.5, 30, kind=Kind.BREAK)
    async with open_window(conference=conference(*workshops, coffee)) as window:
        await window.press(*["right"] * 9)
        assert "Room H" in window.screen and "Room A" not in window.screen.lines[3]
        assert window.screen.find("Whole venue") == (9, 3)
        await window.click("Coffee break")
        assert window.selected == "Coffee break"
        await window.press("b")
        assert "█Coffee break★ " in window.screen
        await window.press("right")
        assert window.selected == "Shop in Room A", "the room beside the column"
        assert "Room A" in window.screen.lines[3]
        assert "▌Coffee break★ " in window.screen
        await window.press("left")
        assert window.selected == "Coffee break"
        await window.click("Whole venue")
        assert not window.state.query, "it is no room to filter by"


async def test_breaks_that_every_room_lists_are_one_band_with_the_star_of_any(
    open_window: Open,
) -> None:
    talks = (session(f"Talk in {room}", 9, 45, room) for room in ROOMS)
    lunches = [
        session("Lunch", 12, 60, room, kind=Kind.MEAL)._replace(id=f"lunch {room}")
        for room in ROOMS
    ]
    async with open_window(conference=conference(*talks, *lunches)) as window:
        await window.press("right", "down", "b")
        assert window.state.cursor.session == "lunch Room A"
        grid = [line.partition("││")[0] for line in window.screen.lines]
        assert sum("Lunch" in line[:60] for line in grid) == 1
        assert window.screen.line("█Lunch").rstrip("│ ").count("★") == 1
        window.store.select("lunch Room C")
        await window.pilot.pause()
        assert "█Lunch" in window.screen, "the band shows that one too"
