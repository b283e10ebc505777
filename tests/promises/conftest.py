"""Fixtures of other folders that tests of promises use too."""

from pathlib import Path

import pytest

from tests.terminal.conftest import home, start
from tests.torture.sinks import prepare_home
from tests.ui.conftest import bookmarks, library, open_window, pynorth

__all__ = ["bookmarks", "home", "library", "open_window", "pynorth", "start"]


@pytest.fixture
def attendee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below which an attendee has everything, without a bookmark or a library yet."""
    folder = tmp_path / "attendee"
    for name, place in prepare_home(folder).items():
        monkeypatch.setenv(name, place)
    return folder
