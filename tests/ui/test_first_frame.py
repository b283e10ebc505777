"""The first frame of a large conference is made from the sessions of one day."""

from datetime import datetime
from pathlib import Path

import pytest

from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.bookmark import Mark
from confui.sources import StoredConference, cache
from confui.sources.opening import open_conference
from confui.state import Store
from confui.userdata.bookmarks import Bookmarks
from tests.large_conference import NOON, make_large_conference
from tests.stored import store_large_conference
from tests.ui.conftest import Open

LARGE = make_large_conference()


def decoded(conference: StoredConference) -> int:
    assert conference.stored
    return conference.stored.decoded


@pytest.fixture
def never_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "prepare_search", lambda _: iter(()))


@pytest.mark.usefixtures("never_prepared")
@pytest.mark.parametrize("now", [NOON, datetime(2031, 5, 1, 12)], ids=["during", "before"])
async def test_it_shows_what_all_sessions_show(
    open_window: Open, bookmarks: Bookmarks, tmp_path: Path, now: datetime
) -> None:
    conference = store_large_conference(tmp_path)
    for session in (*LARGE.visible[20:300:90], LARGE.visible[-1]):
        bookmarks.mark(conference.id, session, Mark.MAYBE)
    async with open_window(conference=conference, now=now) as window:
        first = str(window.screen)
        assert decoded(conference) < len(LARGE.visible)
    async with open_window(conference=LARGE, now=now) as window:
        assert str(window.screen) == first


@pytest.mark.usefixtures("never_prepared")
@pytest.mark.parametrize(
    "keys", ["down", "right", "slash b e e", "g", "question_mark", "f", "t", "s"]
)
async def test_a_key_in_the_grid_decodes_no_other_day(
    open_window: Open, tmp_path: Path, keys: str
) -> None:
    conference = store_large_conference(tmp_path, indexed=True)
    async with open_window(conference=conference, now=NOON) as window:
        before = decoded(conference)
        await window.press(*keys.split())
        assert decoded(conference) == before < len(LARGE.visible)


@pytest.mark.usefixtures("never_prepared")
@pytest.mark.parametrize("keys", ["a", "a down down", "t a", "t a n", "a s"])
async def test_the_agenda_is_that_of_all_sessions_but_decodes_what_it_shows(
    open_window: Open, tmp_path: Path, keys: str
) -> None:
    conference = store_large_conference(tmp_path, indexed=True)
    async with open_window(conference=conference, now=NOON) as window:
        before = decoded(conference)
        await window.press(*keys.split())
        screen = window.screen
        assert decoded(conference) <= before + 200 < len(LARGE.visible)
    async with open_window(conference=LARGE, now=NOON) as window:
        await window.press(*keys.split())
        assert window.screen.text == screen.text
        assert window.screen == screen


@pytest.mark.usefixtures("never_prepared")
async def test_a_list_has_all_sessions(open_window: Open, tmp_path: Path) -> None:
    conference = store_large_conference(tmp_path)
    async with open_window(conference=conference, now=NOON) as window:
        await window.press("a")
        assert window.state.shown == LARGE.visible


TALK = "---\ntitle: {}\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"


async def test_a_source_that_has_changed_is_read_again_after_the_first_frame(
    bookmarks: Bookmarks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_window: Open
) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    folder = tmp_path / "pywest-2031"
    folder.mkdir()
    library = Library(tmp_path / "share", SHIPPED_CONFERENCE, cache=tmp_path / "cache")
    (folder / "ice.md").write_text(TALK.format("Ice"))
    open_conference(folder, cache=tmp_path / "cache", clock=lambda: 2**62)
    (folder / "hail.md").write_text(TALK.format("Hail"))
    conference = library.load(str(folder), quickly=True)
    async with open_window(conference=conference, opened=str(folder), library=library) as window:
        while "Hail" not in window.screen:
            await window.pause()
        assert window.message == "1 added"
