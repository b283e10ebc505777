"""P20: confui is usable without colour, without a mouse and at 40×12: every action by keys.

Layouts and contrast: `tests/ui/test_sizes.py`. Only greys reach a terminal with `NO_COLOR`:
`tests/terminal/test_lifecycle.py`. That every key is documented: `tests/test_readme.py`.
"""

import webbrowser
from pathlib import Path

import pytest
from rich.style import Style
from textual.app import App

from confui.screens.dialogs.help import Help
from tests.test_architecture import bindings
from tests.ui.conftest import Open, Window

KEYS = {
    "moving": "down up right left j k l h G home pagedown pageup ctrl+d ctrl+u plus minus",
    "days": "0 g 1 2 3 4 5 6 7 8 9 right_square_bracket left_square_bracket t T T",
    "the rule": "left_parenthesis right_parenthesis",
    "columns": "greater_than_sign less_than_sign ctrl+end ctrl+home",
    "all days": "W down up W w",
    "the turned grid": "w down up right left end home pagedown pageup ctrl+d ctrl+u "
    "ctrl+end ctrl+home plus minus w",
    "rooms": "R space tab tab equals_sign asterisk delete escape apostrophe a backspace escape",
    "marks": "b b B x u v V e",
    "the note": "e a ctrl+r e b ctrl+s",
    "reading": "enter tab shift+tab tab tab enter backspace escape escape escape",
    "the text": "enter j k pagedown pageup ctrl+d ctrl+u G home z z",
    "links": "o y o escape o enter s escape y",
    "lists": "a apostrophe down up G home pagedown pageup ctrl+d ctrl+u ctrl+n ctrl+p p down "
    "m down g",
    "search": "slash e tab tab shift+tab up down enter n N escape",
    "difficulty": "d d D escape F F",
    "filters": "f down right down space minus x left enter escape f right space enter",
    "a query from the filters": "f slash escape escape",
    "the palette": "colon m down up pagedown pageup escape",
    "about the conference": "i tab enter escape down up i",
    "problems and help": "exclamation_mark escape question_mark escape r",
    "conferences": "c down up r x escape c a escape escape",
    "finding conferences": "c a down up pagedown pageup ctrl+r escape escape",
}
"""What an attendee presses to reach every action."""
NEVER_HERE = {
    "app.suspend": "it stops the process; `test_p19_the_terminal_is_left_clean.py` presses it",
    "app.quit": "it ends the app; it is pressed last",
}


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The actions that keys have run."""
    actions: set[str] = set()
    run = App.run_action

    async def recorded(app: App[None], action: object, *rest: object, **more: object) -> bool:
        actions.add(str(action))
        return await run(app, action, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "run_action", recorded)
    return actions


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No colour, no editor, no browser, and a folder for what is exported."""
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(webbrowser, "open", lambda url: True)
    monkeypatch.chdir(tmp_path)


async def press_all(window: Window) -> None:
    for keys in KEYS.values():
        await window.select("Rivers")  # it has a recording and links
        for key in keys.split():
            await window.press(key)
        while len(window.app.screen_stack) > 1:
            await window.press("escape")
        await window.press("escape", "escape", "g")


async def test_every_action_is_reached_by_keys_at_40_by_12(
    open_window: Open, pressed: set[str]
) -> None:
    async with open_window(size=(40, 12)) as window:
        await press_all(window)
        await window.press("c")
        await window.press("enter")
        await window.app.workers.wait_for_complete()
        await window.pause()
        await window.press("ctrl+p", *"export", "down", "enter")
        await window.press("escape")
        missing = {
            binding.id: (where, binding.key, binding.action)
            for where, binding in bindings()
            if binding.action not in pressed and binding.id not in NEVER_HERE
        }
        assert missing == {}
        await window.press("escape", "escape", "q")
        assert "app.quit" in pressed


async def test_nothing_on_the_screen_has_a_colour(open_window: Open) -> None:
    async with open_window(size=(40, 12)) as window:
        for keys in ("", "b", "slash a enter", "enter", "escape escape m", "question_mark"):
            await window.press(*keys.split())
            styles = {style for line in window.screen.cells for _, style in line}
            assert [style for style in styles if coloured(style)] == []


def coloured(style: Style) -> bool:
    colours = (colour for colour in (style.color, style.bgcolor) if colour)
    return any(len(set(colour.get_truecolor())) > 1 for colour in colours)


async def test_the_help_has_every_key_of_the_screen_at_40_by_12(open_window: Open) -> None:
    async with open_window(size=(40, 12)) as window:
        offered = {
            active.binding.tooltip
            for active in window.app.screen.active_bindings.values()
            if active.binding.id
        }
        assert len(offered) > 20
        await window.press("question_mark")
        assert isinstance(window.app.screen, Help)
        seen = ""
        for _ in range(40):
            seen += " ".join(line.strip() for line in window.screen.lines) + " "
            await window.press("down", "down", "down")
        words = " ".join(seen.split())
        assert [tooltip for tooltip in offered if tooltip.split()[0] not in words] == []


async def test_the_meaning_of_a_mark_and_a_level_is_more_than_its_colour(
    open_window: Open,
) -> None:
    async with open_window(size=(40, 12)) as window:
        await window.press("a", "b")
        assert "★" in window.screen.text
        await window.press("B")
        assert "☆" in window.screen.text
        await window.press("x")
        assert "✕" in window.screen.text
        await window.press("d")
        assert any(word in window.screen.text for word in ("All", "Beginner", "Intermediate"))
