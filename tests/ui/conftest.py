from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot
from textual.widget import Widget

from confui.app import ConfuiApp
from confui.library.library import Library, LoadedConference
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.screens.store_screen import StoreScreen
from confui.sources.opening import open_conference
from confui.state.state import State
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks
from confui.userdata.config import Config
from confui.userdata.remembered import Remembered
from confui.widgets.bars.key_bar import KeyBar
from tests.ui.picture import Picture, capture
from tests.ui.run_app import draw, run_app

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
NOW = datetime(2031, 5, 17, 10, 30)


@dataclass(frozen=True, slots=True)
class Window:
    """A running app: what an attendee can do with it, and what they see."""

    app: ConfuiApp
    pilot: Pilot[None]
    store: Store

    @property
    def state(self) -> State:
        return self.store.state

    @property
    def selected(self) -> str:
        """The title of the session under the cursor."""
        return self.state.selected.title if self.state.selected else ""

    @property
    def screen(self) -> Picture:
        return capture(self.app)

    @property
    def message(self) -> str:
        """The message in the key bar."""
        screen = next(s for s in reversed(self.app.screen_stack) if isinstance(s, StoreScreen))
        return screen.query_one(KeyBar).message

    async def press(self, *keys: str) -> None:
        await self.app._press_keys(keys)  # Pilot.press would wait for the screen once more
        await self.pause()

    async def pause(self) -> None:
        """Wait until the app has nothing to do, and let it draw what has changed."""
        await self.pilot.pause()
        draw(self.app)

    async def click(self, text: str, times: int = 1) -> None:
        """Click the first cell of `text` on the screen."""
        await self.pilot.click(offset=self.screen.find(text), times=times)
        await self.pause()

    async def wheel_down(self, widget: type[Widget], times: int) -> None:
        """Turn the mouse wheel over the middle of a widget."""
        x, y = self.app.screen.query_one(widget).region.center
        for _ in range(times):
            await self.pilot._post_mouse_events([MouseScrollDown], offset=(int(x), int(y)))
        await self.pause()

    async def select(self, title: str) -> None:
        sessions = self.state.sessions.values()
        self.store.select(next(session.id for session in sessions if title in session.title))
        await self.pause()


Open = Callable[..., AbstractAsyncContextManager[Window]]


Write = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes files, by relative path, to a folder and returns the folder."""

    def written(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "made-up-2031"
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    return written


@pytest.fixture(scope="session")
def pynorth() -> Conference:
    return open_conference(PYNORTH)


@pytest.fixture
def bookmarks(tmp_path: Path) -> Iterator[Bookmarks]:
    with Bookmarks(tmp_path / "share" / "bookmarks.db") as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty library."""
    return Library(tmp_path / "share", SHIPPED_CONFERENCE)


@pytest.fixture
def open_window(pynorth: Conference, bookmarks: Bookmarks, library: Library) -> Open:
    """Return a function that opens a conference, by default PyNorth on its first morning."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36),
        conference: Conference = pynorth,
        file: Bookmarks = bookmarks,
        now: datetime = NOW,
        opened: str = str(PYNORTH),
        every_frame: bool = False,
        remembered: Remembered | None = None,
        local_zone: tzinfo = UTC,
        greeting: str = "",
        settings: Config | None = None,
        library: Library = library,
        load: Callable[[], LoadedConference] | None = None,
    ) -> AsyncIterator[Window]:
        store = Store(conference, file, now, remembered)
        if load is not None:
            store.show_reading("Reading …")
        app = ConfuiApp(
            store,
            library,
            opened,
            lambda _: now,
            greeting,
            local_zone=lambda: local_zone,
            settings=settings,
            load=load,
        )
        async with run_app(app, size, every_frame=every_frame) as pilot:
            window = Window(app, pilot, store)
            await window.pause()
            yield window

    return opened
