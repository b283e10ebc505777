"""`confui config`: what is set, where it comes from, and what can be set."""

import subprocess
import sys
from pathlib import Path

import pytest

from confui import cli
from confui.paths import config_file, remembered_file
from confui.userdata.remembered import Remembered
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the config file, which is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return config_file()


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_every_setting_is_printed_with_its_value_and_its_origin(run: Run, settings: Path) -> None:
    lines = run("config").lines
    assert lines[0].startswith(str(settings)) and "not there yet" in lines[0]
    assert {line.split()[-1] for line in lines[1:]} == {"default"}
    Remembered(remembered_file()).choose_theme("nord")
    written(settings, 'clock = "mine"\n[keys]\n"session.star" = "f5"\n')
    lines = run("config").lines
    assert lines[0] == str(settings)
    found = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[1:]}
    assert found["theme"].split() == ["nord", "chosen", "in", "the", "app"]
    assert found["clock"].split() == ["mine", "config.toml"]
    assert found["keys"].split() == ["1", "changed", "config.toml"]


def test_a_mistake_is_printed_with_its_line(run: Run, settings: Path) -> None:
    written(settings, 'theme = "nord"\ncolumn_width = "wide"\n')
    outcome = run("config")
    assert outcome.status == cli.PROBLEMS
    assert outcome.err.strip() == (
        f"confui: {settings}, line 2: column_width must be a number from 0 to 200"
    )


def test_every_action_is_listed_with_its_keys(run: Run, settings: Path) -> None:
    written(settings, '[keys]\n"session.star" = ["f5", "b"]\n')
    rows = {line.split()[0]: line.split()[1] for line in run("config", "keys").lines}
    assert rows["session.star"] == "f5,b"
    assert rows["app.quit"] == "q"


def test_the_actions_are_those_of_all_screens_and_widgets_also_if_none_is_open() -> None:
    process = subprocess.run(  # in this one, other tests have opened some
        [sys.executable, "-m", "confui", "config", "keys"],
        capture_output=True,
        text=True,
        check=True,
    )
    actions = {line.split()[0] for line in process.stdout.splitlines()}
    of_each = {"app.palette", "day.next", "search", "library.choose", "grid.up", "turned.up"}
    assert actions >= of_each | {"list.find", "rooms.pin", "go_to_room.accept", "session.follow"}


def test_the_file_is_made_and_opened_in_the_editor(
    run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert "set $VISUAL or $EDITOR" in run("config", "edit").refusal
    monkeypatch.setenv("EDITOR", "true")
    assert run("config", "edit").status == cli.OK
    assert settings.read_text().startswith("# The settings of confui.")
    assert run("config").err == "", "what it begins with is no mistake"
    monkeypatch.setenv("EDITOR", "false")
    assert run("config", "edit").status == cli.PROBLEMS
    monkeypatch.setenv("EDITOR", "/nowhere/vi")
    assert run("config", "edit").status == cli.WRONG_USE


def test_what_is_remembered_can_be_forgotten(run: Run) -> None:
    Remembered(remembered_file()).choose_theme("nord")
    assert run("config", "reset").out.startswith("forgotten: theme")
    assert Remembered(remembered_file()).theme == ""
    assert run("config", "reset").status == cli.OK
