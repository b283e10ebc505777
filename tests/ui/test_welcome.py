"""What a newcomer is told at the first start."""

import pytest

from tests.ui.conftest import Open

WELCOME = "Welcome! b stars a session.\nThis one ships with confui."


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_welcome_stands_above_the_session_until_another_one_is_selected(
    open_window: Open, size: tuple[int, int]
) -> None:
    async with open_window(size=size, greeting=WELCOME) as window:
        lines = window.screen.lines
        first = next(n for n, line in enumerate(lines) if "Welcome! b stars a session." in line)
        assert "This one ships with confui." in lines[first + 1]
        assert any(window.selected[:12] in line for line in lines[first + 2 :])
        assert not window.app._notifications and window.message == ""
        await window.press("b")
        assert "Welcome!" in window.screen and "★" in window.screen
        await window.press("j")
        assert "Welcome!" not in window.screen
        await window.press("k")
        assert "Welcome!" not in window.screen


async def test_without_a_pane_the_welcome_is_in_the_last_line_until_the_next_key(
    open_window: Open,
) -> None:
    async with open_window(size=(60, 20), greeting=WELCOME) as window:
        assert window.message == "Welcome! b stars a session. This one ships with confui."
        await window.press("j")
        assert window.message == ""
