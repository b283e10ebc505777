from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Session
from confui.sources import talk_folder
from confui.sources.cache import Snapshot
from confui.sources.opening import open_conference

TALK = "---\ntitle: {}\ndate: 2031-05-17 10:00\nroom: Aurora\n---\nBring boots.\n"
HOUR = 3600 * 10**9
LATER = 2**62
"""A time in nanoseconds at which every file was changed long ago."""


class CachedSources:
    """A cache folder, and how often a conference was read in spite of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reads = 0

    def open(self, folder: Path | str, *, late: int = HOUR) -> Conference:
        """Open a folder some nanoseconds after something in it was last changed."""
        paths = [Path(folder), *Path(folder).rglob("*")]
        changed = max(path.lstat().st_mtime_ns for path in paths)
        return open_conference(folder, cache=self.path, clock=lambda: changed + late)

    def load(self, folder: Path) -> tuple[Conference | None, Snapshot]:
        """Return the conference in the snapshot of a folder, if it is valid, and the snapshot."""
        snapshot = Snapshot(self.path, folder, str(folder), LATER)
        return snapshot.load(Conference), snapshot

    @property
    def snapshot(self) -> Path:
        """The only file of the cache."""
        (path,) = self.path.iterdir()
        return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with a name that tells something."""
    path = tmp_path / "pywest-2030"
    path.mkdir()
    return path


@pytest.fixture
def load(folder: Path) -> Callable[[Mapping[str, str | bytes]], Conference]:
    """Write files by their relative path and open the folder as a conference."""

    def written(files: Mapping[str, str | bytes]) -> Conference:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_conference(folder)

    return written


@pytest.fixture
def open_file(folder: Path) -> Callable[..., Conference]:
    """Write one schedule file and open it."""

    def opened(content: str | bytes, name: str = "schedule.txt") -> Conference:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_conference(path)

    return opened


@pytest.fixture
def read(
    load: Callable[[Mapping[str, str | bytes]], Conference],
) -> Callable[..., tuple[Session, Conference]]:
    """Load one talk file from its front matter, body, and the site's `conference.yaml`."""

    def one(front: str, body: str = "", settings: str = "") -> tuple[Session, Conference]:
        if "room:" not in front:
            front += "\nroom: Aurora"
        files = {"talk.md": f"---\n{front}\n---\n{body}"}
        conference = load({**files, "conference.yaml": settings} if settings else files)
        (session,) = conference.sessions
        return session, conference

    return one


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CachedSources:
    cached = CachedSources(tmp_path / "cache" / "conferences")
    read = talk_folder.read_talk_files

    def counted(folder: Path, **options: str) -> Conference:
        cached.reads += 1
        return read(folder, **options)

    monkeypatch.setattr(talk_folder, "read_talk_files", counted)
    return cached


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose talks are in a folder that does not name the conference."""
    talks = tmp_path / "pywest-2030" / "_schedule"
    (talks / "monday").mkdir(parents=True)
    (talks / "monday" / "snow.md").write_text(TALK.format("Snow"))
    (talks / "ice.md").write_text(TALK.format("Ice"))
    (talks / "README.md").write_text("# About these files\n")
    (talks / "conference.yaml").write_text("title: PyWest\n")
    return talks


def texts(value: object) -> Iterator[str]:
    """Yield every text in a value, whatever it is nested in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)
