"""Writing a note: in the attendee's editor, else in an area of our own."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from confui.paths import STYLES
from confui.schedule.models import Session
from confui.state import Store
from confui.userdata import EditorError, NoEditorError, NotSavedError, edit, editor_command
from confui.widgets.bars import KeyBar


def edit_note(
    app: App[object], store: Store, session: Session, post: Callable[[Message], object]
) -> None:
    """Let the attendee write a note on a session; the outcome is posted as a `KeyBar.Tell`."""
    bookmark = store.state.bookmarks.get(session.id)
    before = text = bookmark.note if bookmark else ""
    problem = ""
    try:
        if command := editor_command(os.environ):
            text = _edit_outside(app, text, command)
            store.bookmarks.annotate(session, text, before)
            post(KeyBar.Tell(_outcome(before, text)))
            return
    except SuspendNotSupported:
        problem = ""  # this terminal cannot be handed to another program: write the note here
    except (NoEditorError, NotSavedError) as error:
        problem = str(error)
    except EditorError as error:
        post(KeyBar.Tell(str(error), warning=True))
        return

    def closed(outcome: str | None) -> None:
        post(KeyBar.Tell(outcome or "The note is as before"))

    app.push_screen(NoteEditor(store, session, (before, text), problem), closed)


def _edit_outside(app: App[object], text: str, command: list[str]) -> str:
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
            self._store.bookmarks.annotate(self._session, self._area.text.rstrip(), self._before)
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
