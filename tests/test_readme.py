"""The README is checked against the program: what can be pressed or typed is named there."""

import re
from itertools import chain
from pathlib import Path

import pytest
from textual.binding import Binding, BindingType

from confui import cli
from confui.cli.arguments import PARSERS
from confui.screens.library_screen import LibraryScreen
from confui.screens.schedule import ScheduleScreen
from confui.screens.search_screen import SearchScreen
from confui.screens.session_screen import SessionScreen
from confui.widgets.detail.detail import SessionDetail
from confui.widgets.grid.grid import ScheduleGrid
from confui.widgets.lists.session_list import SessionList

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
NAMED = {word for code in re.findall(r"`+([^`\n]+)`+", README) for word in code.split()}
"""The words that are written as code."""

WRITTEN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "backspace": "Backspace",
}
"""How a reader writes the keys that Textual calls by a name."""

WITH_ANOTHER = {"equals_sign", *"2345678"}
"""Keys that need no word of their own: `=` is `+` without Shift, and `1` … `9` is a range."""


def keys() -> list[str]:
    """Return the keys of the main screen, each as Textual names it."""
    declared: chain[BindingType] = chain(
        *(ScheduleScreen.BINDINGS, LibraryScreen.BINDINGS),
        *(SearchScreen.BINDINGS, SessionScreen.BINDINGS),
        *(ScheduleGrid.BINDINGS, SessionList.BINDINGS, SessionDetail.BINDINGS),
    )
    bound = [binding for binding in declared if isinstance(binding, Binding)]
    found = {key for binding in bound for key in binding.key.split(",")}
    return sorted({*found, "ctrl+p"} - WITH_ANOTHER)


@pytest.mark.parametrize("key", keys())
def test_every_key_of_the_main_screen_is_named(key: str) -> None:
    assert WRITTEN.get(key, "Ctrl+P" if key == "ctrl+p" else key) in NAMED


@pytest.mark.parametrize("command", [name for name in cli.COMMANDS if name])
def test_every_command_is_named(command: str) -> None:
    assert re.search(rf"\bconfui {command}\b|`{command}`", README)


def test_every_option_is_named() -> None:
    parsers = [parse() for parse in PARSERS.values()]
    options = {flag for each in parsers for flag in re.findall(r"--[a-z]+", each.format_help())}
    told = set(re.findall(r"--[a-z]+", README))
    assert {"--now", "--format", "--hidden"} <= options
    assert options - {"--help", "--version", "--conference"} <= told  # the last is `-c` there


def test_a_picture_of_the_program_comes_before_the_first_section() -> None:
    picture = re.search(r"!\[[^\]]+\]\(([^)\s]+\.svg)\)", README)
    assert picture
    assert picture.start() < README.index("\n## ")
    assert (Path(__file__).parents[1] / picture[1]).is_file()
