import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session
from confui.userdata.bookmark_table import database_format
from confui.userdata.bookmarks import Bookmarks, MergedBookmark, merge_bookmarks

ROOT = Path(__file__).parents[2]
NOBODY = 65534
PAGE = 4096


@dataclass
class Clock:
    now: datetime = datetime(2017, 8, 15, 22, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "share" / "confui" / "bookmarks.db"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Callable[[], Bookmarks]]:
    """Open the same file as often as asked, as so many windows would."""
    windows: list[Bookmarks] = []

    def window() -> Bookmarks:
        windows.append(Bookmarks(path, clock=clock))
        return windows[-1]

    yield window
    for each in windows:
        each.close()


@pytest.fixture
def talk() -> Session:
    return Session(
        id="talks/lantern.md",
        title="A Lantern for Every Queryset",
        start=datetime(2017, 8, 15, 17, 0),
        end=datetime(2017, 8, 15, 17, 30),
        rooms=("Ballroom A", "Ballroom B"),
    )


def integrity(path: Path) -> str:
    """Return what SQLite says of the soundness of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


@pytest.fixture(scope="session")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bookmark file of several pages."""
    path = tmp_path_factory.mktemp("sound") / "bookmarks.db"
    with Bookmarks(path) as bookmarks:
        for number in range(60):
            bookmarks.annotate("c", Session(id=f"talks/{number:02}.md", title="Lantern"), "x" * 90)
    assert path.stat().st_size >= 4 * PAGE
    return path


@pytest.fixture(scope="session")
def sound(sound_file: Path) -> bytes:
    return sound_file.read_bytes()


def reseal(connection: sqlite3.Connection) -> None:
    """Write the checksums anew after a test has changed rows behind the program's back."""
    table = database_format().table
    assert table is not None
    summary = table.summary(connection)
    table.reseal(connection, summary.changes if summary else 0)


def corrupt_copies(path: Path) -> dict[str, bytes]:
    return {
        each.name: each.read_bytes()
        for each in path.parent.iterdir()
        if each.name.startswith("bookmarks.db.corrupt-")
    }


Child = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def child() -> Iterator[Child]:
    """Start a Python program beside the test; its arguments follow in `sys.argv`."""
    started: list[subprocess.Popen[str]] = []

    def start(script: str, *arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder of a user for whom permissions count, even where root runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o700)


def merge_into(
    bookmarks: Bookmarks, conference: str, theirs: Iterable[Bookmark]
) -> tuple[MergedBookmark, ...]:
    """Merge bookmarks from elsewhere into those of a conference, as an import does."""
    found: tuple[MergedBookmark, ...] = ()

    def with_theirs(mine: Mapping[str, Bookmark]) -> Mapping[str, Bookmark]:
        nonlocal found
        found = merge_bookmarks(mine, theirs)
        return {**mine, **{each.after.session: each.after for each in found}}

    bookmarks.revise(conference, with_theirs, "The import")
    return found
