from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Session
from confui.sources import open_conference


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
