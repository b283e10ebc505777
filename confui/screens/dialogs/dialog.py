"""The base class of the dialogs."""

from typing import ClassVar

from textual.screen import ModalScreen, ScreenResultType

from confui.paths import STYLES
from confui.screens.closing import ClosesOnce


class Dialog(ModalScreen[ScreenResultType], ClosesOnce[ScreenResultType]):
    """A screen above another one, which gets the result; None means that nothing was done."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]

    def action_leave(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)
