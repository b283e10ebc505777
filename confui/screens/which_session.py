"""Asks which session a bookmark is of, where its own has another id and several may be it."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confui.paths import STYLES
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, session_from_bookmark
from confui.schedule.models import Session
from confui.state import Store
from confui.userdata import NotSavedError
from confui.widgets.bars import KeyBar

NONE_OF_THEM = ""
"""The answer that no session is the one; no session has this id."""


def ask_which_session(
    app: App[object], store: Store, orphan: str, post: Callable[[Message], object]
) -> bool:
    """Ask which session a bookmark belongs to, and save the answer.

    The outcome is posted as a `KeyBar.Tell`. `orphan` is the id that the bookmark has. Return False
    where there is nothing to ask about it.
    """
    state = store.state
    bookmark = state.bookmarks.get(orphan)
    candidates = [
        state.sessions[id] for id in state.questions.get(orphan, ()) if id in state.sessions
    ]
    if bookmark is None or not candidates:
        return False

    def save(answer: str | None) -> None:
        if answer is None:
            post(KeyBar.Tell("You will be asked again"))
            return
        try:
            store.bookmarks.resolve(orphan, answer or None)
        except NotSavedError as error:
            post(KeyBar.Tell(str(error), warning=True))
            return
        if answer == NONE_OF_THEM:
            post(KeyBar.Tell("None of them: it counts as cancelled; u asks again"))
            return
        store.select(answer)
        title = store.state.sessions[answer].title
        post(KeyBar.Tell(f"Your bookmark is on {title} now; u asks again"))

    app.push_screen(WhichSession(bookmark, candidates), save)
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
    return f"{wording.day_and_time(session)} · {wording.room_names(session)}"
