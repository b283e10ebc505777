"""The base classes of the dialogs."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import work
from textual.screen import ModalScreen, ScreenResultType
from textual.worker import Worker

from confui.library import LibraryError
from confui.paths import STYLES
from confui.schedule import wording
from confui.screens.background import load_in_thread
from confui.screens.closing import ClosesOnce
from confui.sources import Report, SourceError

T = TypeVar("T")


class Dialog(ModalScreen[ScreenResultType], ClosesOnce[ScreenResultType]):
    """A screen above another one, which gets the result; None means that nothing was done."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]

    def action_leave(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)


class WorkingDialog(Dialog[ScreenResultType]):
    """A dialog that does what may take long in a thread, one thing at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._working: Worker[None] | None = None
        """What runs in the background; finished or cancelled if nothing does."""

    def show_message(self, text: str, *, warning: bool = False) -> None:
        """Show a message in the dialog; `warning` says that something did not work."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether something runs in the background."""
        working = self._working
        return working is not None and not (working.is_finished or working.is_cancelled)

    def run_in_background(
        self, doing: str, work: Callable[[], T], then: Callable[[T], object]
    ) -> None:
        """Call `work` in a thread, and then `then` with its result; `doing` is shown meanwhile.

        After that comes how far the reading of a schedule is.
        """
        if self.is_busy:
            return self.show_message(
                "Please wait, or press Esc to cancel: something is still running", warning=True
            )

        def finish(result: T) -> None:
            self._working = None
            then(result)

        def report(what: str, done: int, total: int) -> None:
            if self.is_busy:  # else it was cancelled
                count = wording.count_progress(what, done, total)
                self.show_message(f"{doing}   {count}   Esc cancels")

        self.show_message(f"{doing}   Esc cancels")
        self._working = self.wait_for(work, finish, report)
        return None

    def cancel_background(self) -> bool:
        """Cancel what runs in the background, and say so; return whether something did."""
        if self._working is None or not self.is_busy:
            return False
        self._working.cancel()
        self.show_message("Cancelled; nothing was changed")
        return True

    @work
    async def wait_for(
        self, work: Callable[[], T], then: Callable[[T], object], report: Report = lambda *_: None
    ) -> None:
        """Call `work` in a thread, and then `then` with its result; show why if that fails.

        `report` is called with each step of what `work` reads.
        """
        try:
            then(await load_in_thread(work, report))
        except (SourceError, LibraryError) as error:
            self.show_message(str(error), warning=True)
