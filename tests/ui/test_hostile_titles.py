"""Titles that are hard to draw: no line shifts, whatever they are."""

from datetime import datetime, timedelta

from rich.cells import cell_len
from textual.widget import Widget

from confui.schedule.models import Conference, Session, Track
from confui.text import clean, is_steady
from confui.widgets.grid.schedule_grid import ScheduleGrid
from tests.ui.conftest import Open

DAY = datetime(2031, 5, 17)
WHITE = "#" + "f" * 6
TITLES = (
    "many words " * 30,
    "oneverylongword" * 20,
    "漢字とかなカナで書かれた長い題名" * 8,
    "한국어로 말하는 긴 제목입니다 " * 8,
    "كلمات كثيرة في عنوان واحد طويل جدا " * 6,
    "כותרת ארוכה מאוד בעברית עם English " * 6,
    "a\u0301" * 150,
    "👩\u200d🚀🏳\ufe0f\u200d🌈❤\ufe0f🇩🇪👍🏽1\ufe0f\u20e3" * 12,
    "नमस्ते दुनिया और सब लोग " * 8,
    "ภาษาไทยไม่มีช่องว่างระหว่างคำ" * 6,
)


def make() -> Conference:
    """Return ten titles in five rooms, each on one of sixty tracks that are white on white."""
    rooms = tuple(f"{clean(title[:40])} {n}" for n, title in enumerate(TITLES[5:]))
    sessions = tuple(
        Session(
            f"s{n}",
            title.strip(),
            start=DAY + timedelta(hours=10 + n // 5),
            end=DAY + timedelta(hours=11 + n // 5),
            day=DAY.date(),
            rooms=(rooms[n % 5],),
            track=f"{clean(title[:50])} {n}",
        )
        for n, title in enumerate(TITLES)
    )
    tracks = tuple(Track(session.track, WHITE) for session in sessions)
    others = tuple(Track(f"Track {n}", WHITE) for n in range(50))
    return Conference(
        *("hard", "Hard"),
        days=(DAY.date(),),
        rooms=rooms,
        sessions=sessions,
        tracks=(*tracks, *others),
    )


async def test_no_line_shifts_whatever_the_titles_rooms_and_tracks_are(open_window: Open) -> None:
    for size in ((120, 36), (80, 24)):
        async with open_window(size=size, conference=make()) as window:
            for key in ("", "right", "down", "w", "w", "a", "m", "d", "g"):
                if key:
                    await window.press(key)
                screen = window.app.screen
                for widget in screen.walk_children(Widget):
                    if not widget.display or not widget.size or widget.children:
                        continue
                    for strip in widget.render_lines(widget.size.region):
                        assert is_steady(strip.text)
                        assert cell_len(strip.text) == widget.size.width, (key, strip.text)
            grid = screen.query_one(ScheduleGrid)
            rules = {
                tuple(x for x, cell in enumerate(line[: grid.size.width]) if cell[0] == "│")
                for line in window.screen.cells[4:-2]
                if line[6][0] == "│"
            }
            assert all(6 in rule for rule in rules)
