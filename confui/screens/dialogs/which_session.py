"""Asks which session a bookmark belongs to, if its id is gone and several sessions are possible."""

from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, session_from_bookmark
from confui.schedule.models import Session
from confui.screens.dialogs.dialog import Dialog
from confui.state import Store
from confui.userdata import NotSavedError
from confui.widgets.bars import ShowMessage

NONE_OF_THEM = ""
"""The answer that it is none of the sessions; no session has this id."""


def ask_which_session(
    app: App[object], store: Store, orphan: str, show_message: ShowMessage
) -> bool:
    """Ask which session a bookmark belongs to, and save the answer.

    Args:
        app: The app that shows the question.
        store: The store of the open conference.
        orphan: The session id of the bookmark, which the schedule no longer has.
        show_message: Shows the outcome.

    Returns:
        False if there is nothing to ask about this bookmark.
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
            show_message("You will be asked again")
            return
        possible = store.state.questions.get(orphan)
        if possible is None:
            show_message("This question is out of date; nothing was changed")
            return
        if answer != NONE_OF_THEM and answer not in possible:
            show_message("This session is no longer in the schedule; you will be asked again")
            return
        try:
            store.bookmarks.resolve(orphan, answer or None)
        except NotSavedError as error:
            show_message(str(error), warning=True)
            return
        if answer == NONE_OF_THEM:
            show_message("None of them: the session counts as cancelled; u undoes it")
            return
        store.select(answer)
        title = store.state.sessions[answer].title
        show_message(f"Your bookmark belongs to {title} now; u undoes it")

    app.push_screen(WhichSession(bookmark, candidates), save)
    return True


class WhichSession(Dialog[str | None]):
    """Returns the id of the chosen session, `NONE_OF_THEM`, or `None` to be asked again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Later", id="which_session.later", tooltip="Decide later"),
    ]

    def __init__(self, bookmark: Bookmark, candidates: list[Session]) -> None:
        super().__init__()
        self._before = session_from_bookmark(bookmark)
        self._candidates = candidates
        self._list = OptionList(
            *(Option(_row(session)) for session in candidates),
            None,
            Option(Content("no" if len(candidates) == 1 else "none of them")),
            markup=False,
        )

    def compose(self) -> ComposeResult:
        """Show the old session, and the sessions to choose from."""
        before = self._before
        one = len(self._candidates) == 1
        with Vertical(id="which"):
            yield Static(
                f"“{before.title}” is no longer in the schedule under its old id. "
                f"Is it {'this session' if one else 'one of these'}?",
                markup=False,
                id="title",
            )
            yield Static(f"It was: {_place(before)}", markup=False, id="before")
            yield self._list
            yield Static("⏎ choose   Esc ask later", markup=False, id="keys")

    def on_mount(self) -> None:
        """Highlight the first session, for an Enter typed before the list got the focus."""
        self._list.highlighted = 0

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Return the chosen session; the last row means none of them."""
        ids = [*(session.id for session in self._candidates), NONE_OF_THEM]
        self.dismiss(ids[event.option_index])


def _row(session: Session) -> Content:
    return Content.assemble((_place(session), "$text-muted"), "  ", (session.title, "bold"))


def _place(session: Session) -> str:
    return f"{wording.day_and_time(session)} · {wording.room_names(session)}"
