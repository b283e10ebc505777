from pathlib import Path

import pytest

from confui.paths import expand_home


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert expand_home("~/plan.ics") == Path("/home/ada/plan.ics")


def test_a_tilde_with_the_name_of_no_user_stands_for_itself() -> None:
    assert expand_home("~=") == Path("~=")
