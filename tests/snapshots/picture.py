"""The screenshot at the top of the README, taken from the running program.

``python -m tests.snapshots.picture`` updates it.
"""

import asyncio
import re
import tempfile
from datetime import datetime
from pathlib import Path

from confui.app import ConfuiApp
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.bookmark import Mark
from confui.sources.opening import open_conference
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks

PICTURE = Path(__file__).with_name("readme.svg")
NOW = datetime(2017, 8, 15, 14, 30)
STARRED = ("t1-serverless-django", "t0-end-to-end", "t1-django-vs-flask", "t0-lightning")
SELECTED = "t1-django-vs-flask"


async def take() -> str:
    """Return the program's screen, 120 by 36 cells, as SVG. It is deterministic."""
    conference = open_conference(SHIPPED_CONFERENCE)
    day = [session.id for session in conference.visible if session.day == NOW.date()]
    with tempfile.TemporaryDirectory() as home, Bookmarks(Path(home) / "bookmarks.db") as bookmarks:
        store = Store(conference, bookmarks, NOW)
        for part in STARRED:
            store.mark(next(id for id in day if part in id), Mark.MUST)
        store.select(next(id for id in day if SELECTED in id))
        library = Library(Path(home), SHIPPED_CONFERENCE)
        app = ConfuiApp(store, library, library.shipped, lambda _: NOW)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            svg = app.export_screenshot(title="confui")
    # Rich puts a checksum of the picture into every style name, which would hide the real change.
    return re.sub(r"terminal-\d+", "terminal", svg)


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(take()), encoding="utf-8")
