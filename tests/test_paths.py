from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from confui import paths
from confui.paths import expand_home


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert expand_home("~/plan.ics") == Path("/home/ada/plan.ics")


def test_a_tilde_with_the_name_of_no_user_stands_for_itself() -> None:
    assert expand_home("~=") == Path("~=")


@pytest.mark.parametrize("given", ["", "  ", "/srv/ada", "relative/folder"])
def test_the_folders_are_those_of_platformdirs(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", given)
    known = PlatformDirs("confui", appauthor=False)
    assert paths.data_folder() == Path(known.user_data_dir)
    assert paths.config_file().parent == Path(known.user_config_dir)
    assert paths.cache_folder().parent == Path(known.user_cache_dir)
    assert paths.reports_folder().parent == Path(known.user_state_dir)
