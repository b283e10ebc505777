"""What `config.toml` changes on the screen."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from confui.paths import config_file
from confui.schedule.models import Conference
from confui.userdata.config import Config
from confui.widgets.grid import ScheduleGrid
from tests.ui.conftest import Open


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The config folder, which is empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    path = config_file().parent
    path.mkdir(parents=True)
    return path


def keys(**changed: str) -> Config:
    table: Mapping[str, str] = {id.replace("_", ".", 1): key for id, key in changed.items()}
    return Config(keys=MappingProxyType(dict(table)))


async def test_theme_clock_colours_and_width_are_as_set(
    open_window: Open, pynorth: Conference
) -> None:
    settings = Config(theme="nord", clock="mine", colour_by="room", column_width=48)
    oslo = pynorth._replace(timezone="Europe/Oslo")
    async with open_window(
        conference=oslo, settings=settings, local_zone=ZoneInfo("Asia/Tokyo"), size=(160, 40)
    ) as window:
        assert window.app.theme == "nord"
        assert "my time, Tokyo" in window.screen
        assert window.state.main_facet == "room"
        columns = window.app.screen.query_one(ScheduleGrid).timetable.columns
        assert min(column.width for column in columns) >= 48


async def test_another_key_does_it_and_the_old_one_no_longer(open_window: Open) -> None:
    async with open_window(settings=keys(session_star="f5,ctrl+b")) as window:
        assert " f5 star " in window.screen.lines[-1]
        await window.press("b")
        assert not window.state.bookmarks
        await window.press("f5")
        assert window.state.starred == 1
        await window.press("ctrl+b")
        assert window.state.starred == 0
        await window.press("question_mark", "pagedown")
        assert any("^b" in line and "Star" in line for line in window.screen.lines)


async def test_an_action_that_loses_its_key_is_named(open_window: Open) -> None:
    async with open_window(settings=keys(session_star="x")) as window:
        await window.press("x")
        assert window.state.starred == 1
        notices = [notice.message for notice in window.app._notifications]
        assert notices == ["session.star takes the key x from session.skip"]


@pytest.mark.parametrize(
    ("settings", "warning"),
    [
        (keys(session_starr="x"), "There is no action “session.starr”; did you mean session.star?"),
        (keys(session_star="ctrl+hyperspace"), "There is no key “ctrl+hyperspace”, which"),
        (keys(session_star="q"), "session.star cannot have the only key that quits"),
        (Config(theme="no-such"), "There is no theme no-such; see Theme in the palette"),
        (Config(warnings=("config.toml, line 3: [b]x",)), "config.toml, line 3: [b]x"),
    ],
)
async def test_a_mistake_is_one_warning_and_confui_runs(
    open_window: Open, settings: Config, warning: str
) -> None:
    async with open_window(settings=settings) as window:
        (notice,) = window.app._notifications
        assert notice.message.startswith(warning)
        await window.press("b")
        assert window.state.starred == 1
        await window.press("q")
        assert window.app._exit


async def test_own_themes_can_be_chosen_and_their_mistakes_are_named(
    open_window: Open, folder: Path
) -> None:
    (folder / "themes").mkdir()
    (folder / "themes" / "dawn.toml").write_text('primary = "#aa3355"\ndark = false\n')
    (folder / "themes" / "odd.toml").write_text('primary = "reddish"\nshine = "#fff"\n')
    (folder / "themes" / "bad.toml").write_text("primary = \n")
    async with open_window(settings=Config(theme="dawn")) as window:
        assert window.app.theme == "dawn"
        assert window.app.current_theme.primary == "#AA3355" and not window.app.current_theme.dark
        notices = " ".join(notice.message for notice in window.app._notifications)
        assert "bad.toml: cannot be read" in notices
        assert "odd.toml: primary must be a colour" in notices
        assert "odd.toml: unknown colour “shine”" in notices
        window.app.theme = "odd"
        await window.pause()
        await window.press("j")
