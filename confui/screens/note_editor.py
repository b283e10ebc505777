"""Writing a note: in the attendee's editor, else in an area of our own."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from confui.paths import STYLES
from confui.schedule.models import Session
from confui.state import Store
from confui.userdata import EditorError, NoEditorError, NotSavedError, edit, editor_command

if TYPE_CHECKING:
    from confui.screens.session_screen import SessionScreen


def edit_note(screen: "SessionScreen", session: Session) -> None:
    """Let the attendee write a note; say on the screen what became of it."""
    known = screen.state.bookmarks.get(session.id)
    before = text = known.note if known else ""
    problem = ""
    try:
        if command := editor_command(os.environ):
            text = _lent(screen.app, text, command)
            screen.store.annotate(session.id, text, before)
            return screen.tell(_outcome(before, text))
    except SuspendNotSupported:
        problem = ""  # a terminal that cannot be lent: write here
    except (NoEditorError, NotSavedError) as error:
        problem = str(error)
    except EditorError as error:
        return screen.tell(str(error), warning=True)

    def closed(outcome: str | None) -> None:
        screen.tell(outcome or "The note is as before")

    screen.app.push_screen(NoteEditor(screen.store, session, (before, text), problem), closed)
    return None


def _lent(app: App[object], text: str, command: list[str]) -> str:
    """Return a text as the editor left it, which has the terminal meanwhile.

    Raises EditorError, SuspendNotSupported.
    """
    problem = None
    with app.suspend():
        try:
            text = edit(text, command)
        except EditorError as error:
            problem = error  # raised only once the terminal is ours again
    if problem is not None:
        raise problem
    return text


class NoteEditor(ModalScreen[str]):
    """An area to write a note in; returns what became of it, or nothing."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "save", "keep", key_display="Esc", id="note.keep", tooltip="Keep"),
        Binding(
            "ctrl+r", "discard", "discard", key_display="^r", id="note.drop", tooltip="Discard"
        ),
    ]

    def __init__(
        self, store: Store, session: Session, texts: tuple[str, str], problem: str = ""
    ) -> None:
        """Begin with the note of before, and what stands in the area at first."""
        super().__init__()
        self._store = store
        self._session = session
        self._before, text = texts
        self._area = TextArea(text, id="note", soft_wrap=True)
        self._problem = problem
        self._settled = False

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical(id="writing"):
            yield Static(Content.styled(self._session.title, "bold"), id="note-title")
            yield self._area
            yield Static(id="note-hint")

    def on_mount(self) -> None:
        """Begin at the end of the note."""
        self._area.move_cursor(self._area.document.end)
        self._tell(self._problem)

    def on_unmount(self) -> None:
        """Keep what was written, should confui be ended meanwhile."""
        with suppress(NotSavedError):  # nobody is there any more to be told
            self.keep()

    def keep(self) -> None:
        """Keep what stands in the area, once. Raises NotSavedError."""
        if not self._settled:
            self._store.annotate(self._session.id, self._area.text.rstrip(), self._before)
            self._settled = True

    def action_save(self) -> None:
        """Keep the note and leave; stay where it cannot be kept, so that nothing is lost."""
        try:
            self.keep()
        except NotSavedError as error:
            return self._tell(str(error))
        self.dismiss(_outcome(self._before, self._area.text.rstrip()))

    def action_discard(self) -> None:
        """Leave the note as it was."""
        self._settled = True
        self.dismiss()

    def _tell(self, problem: str) -> None:
        keys = Content.styled("Markdown · Esc keeps it · Ctrl+R leaves it as it was", "$text-muted")
        told = Content.styled(f"{problem}\n", "$text-warning") if problem else Content("")
        self.query_one("#note-hint", Static).update(Content.assemble(told, keys))


def _outcome(before: str, after: str) -> str:
    if before == after:
        return "The note is as before"
    return "Note kept; u undoes it" if after else "The note is gone; u brings it back"
