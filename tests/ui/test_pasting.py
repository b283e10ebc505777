"""What is pasted into fields, which may be anything."""

import pytest
from textual import events
from textual.widgets import Input, TextArea

from confui.app import LONGEST_PASTE
from tests.ui.conftest import Open

IMPORT = "colon I m p o r t space b o o k enter"


@pytest.mark.parametrize("keys", ["e", "colon", "c a", IMPORT])
async def test_every_field_takes_only_the_beginning_of_a_huge_paste(
    open_window: Open, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setenv("VISUAL", "")
    async with open_window() as window:
        await window.press(*keys.split())
        field = window.app.focused
        assert isinstance(field, Input | TextArea)
        before = len(field.value if isinstance(field, Input) else field.text)
        window.app.post_message(events.Paste("x" * (LONGEST_PASTE + 1_000_000)))
        await window.pause()
        taken = len(field.value if isinstance(field, Input) else field.text) - before
        assert taken == LONGEST_PASTE
        (notice,) = window.app._notifications
        assert notice.message.startswith("confui takes 20,000 characters at a time")
