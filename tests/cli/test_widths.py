"""Every command that prints for a terminal, in terminals of any size."""

import os
import re
import sys

import pytest

from tests.cli.conftest import Run, Write

NOW = "2031-05-17T10:50"


@pytest.mark.parametrize("width", [0, 1, 2, 7, 20, 80, 400])
def test_commands_print_in_a_terminal_of_any_width(
    width: int, run: Run, pynorth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("star", "small-maps", "paths-that", "-c", pynorth)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((width, 30)))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for words in (["list"], ["now"], ["next"], ["plan"], ["show", "small-maps"]):
        outcome = run(*words, "-c", pynorth, "--now", NOW)
        assert (outcome.status, outcome.err) == (0, "")
        plain = re.sub(r"\x1b\[[0-9;]*m", "", outcome.out)
        assert width < 20 or max(map(len, plain.splitlines())) <= width


def test_stars_and_headings_have_colours_where_they_are_asked_for(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    plan = run("plan", "-c", pynorth, "--color", "always", "--now", "2031-05-17T08:00").out
    assert "\x1b[1mSaturday, 17 May 2031\x1b[0m" in plan
    assert "\x1b[33m★" in plan
    assert "\x1b" not in run("plan", "-c", pynorth).out


def test_a_session_on_a_terminal_is_rendered_for_light_and_dark_ones(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Top\n\nSome `code`.\n\n- one\n\n```python\nx = 1\n```\n"
    folder = write({"snow.md": f"---\ntitle: Snow\ndate: 2031-05-17 10:00\n---\n{text}"})
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((60, 30)))
    lines = run("show", "snow", "-c", folder, "--color", "always").lines
    assert "\x1b[1mTop\x1b[0m" in lines, "headings begin where lines do"
    assert not [line for line in lines if re.search(r"\x1b\[[0-9;]*4[0-7]m", line)], "no background"
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in lines]
    assert [line for line in plain if line][-4:] == ["Top", "Some code.", " • one", "    x = 1"]
