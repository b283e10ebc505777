"""Widgets: how many are mounted. The number must not depend on how many sessions there are."""

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.synthesis import write_conference
from confui.app import ConfuiApp
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks


def measure() -> Iterator[Figure]:
    """Return the figure of the shipped conference beside one with 2,000 sessions."""
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder))
        conferences = [open_conference(SHIPPED_CONFERENCE), open_conference(Path(folder))]
        counts = [asyncio.run(_mounted(conference, Path(folder))) for conference in conferences]
    yield Figure(
        "widgets mounted",
        " and ".join(
            f"{count} at {len(conference.sessions):,} sessions"
            for count, conference in zip(counts, conferences, strict=True)
        ),
        "the same",
        len(set(counts)) == 1,
    )


async def _mounted(conference: Conference, home: Path) -> int:
    """Return the number of widgets below the screen once the first day is shown."""
    now = datetime.combine(conference.days[0], time(9))
    with Bookmarks(home / "bookmarks.db") as bookmarks:
        library = Library(home, SHIPPED_CONFERENCE)
        app = ConfuiApp(Store(conference, bookmarks, now), library, "", lambda _: now)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            return len(app.screen.query("*"))
