"""Asks which session a bookmark is of, where its own has another id and several may be it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confui.paths import STYLES
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, session_from_bookmark
from confui.schedule.models import Session
from confui.userdata import NotSavedError

if TYPE_CHECKING:
    from confui.screens.session_screen import SessionScreen

NONE_OF_THEM = ""
"""The answer that no session is the one; no session has this id."""


def ask_which_session(screen: "SessionScreen", orphan: str) -> bool:
    """Ask which session a bookmark is of, and keep the answer; say on the screen what came of it.

    Return whether there is anything to ask about that id.
    """
    bookmark = screen.state.bookmarks.get(orphan)
    sessions = screen.state.sessions
    candidates = [sessions[id] for id in screen.state.questions.get(orphan, ()) if id in sessions]
    if bookmark is None or not candidates:
        return False

    def settle(answer: str | None) -> None:
        if answer is None:
            return screen.tell("It is asked again another time")
        try:
            screen.store.settle(orphan, answer or None)
        except NotSavedError as error:
            return screen.tell(str(error), warning=True)
        if answer == NONE_OF_THEM:
            return screen.tell("None of them: it counts as cancelled; u asks again")
        screen.store.select(answer)
        screen.tell(f"Your bookmark is on {sessions[answer].title} now; u asks again")

    screen.app.push_screen(WhichSession(bookmark, candidates), settle)
    return True


class WhichSession(ModalScreen[str | None]):
    """Returns the id of the chosen session, `NONE_OF_THEM`, or `None` to be asked again."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later", id="reunion.later", tooltip="Decide another time"),
    ]

    def __init__(self, bookmark: Bookmark, candidates: list[Session]) -> None:
        super().__init__()
        self._before = session_from_bookmark(bookmark)
        self._candidates = candidates

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        before = self._before
        one = len(self._candidates) == 1
        with Vertical(id="which"):
            yield Static(
                f"“{before.title}” is not in the schedule under its old name. "
                f"Is it {'this one' if one else 'one of these'}?",
                markup=False,
                id="title",
            )
            yield Static(f"It was: {_place(before)}", markup=False, id="before")
            yield OptionList(
                *(Option(_row(each)) for each in self._candidates),
                None,
                Option(Content("no" if one else "none of them")),
                markup=False,
            )
            yield Static("⏎ choose   Esc ask later", markup=False, id="keys")

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Answer with the chosen row, the last of which is none."""
        ids = [*(each.id for each in self._candidates), NONE_OF_THEM]
        self.dismiss(ids[event.option_index])

    def action_leave(self) -> None:
        """Leave the question open."""
        self.dismiss(None)


def _row(session: Session) -> Content:
    return Content.assemble((_place(session), "$text-muted"), "  ", (session.title, "bold"))


def _place(session: Session) -> str:
    return f"{wording.when(session)} · {wording.where(session)}"
