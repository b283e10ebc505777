"""Writing a note: in the attendee's editor, or in a text area if there is none."""

import os
from contextlib import suppress
from typing import ClassVar

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from confui.schedule.models import Session
from confui.screens.dialogs.dialog import Dialog
from confui.state import Store
from confui.userdata import EditorError, NoEditorError, NotSavedError, edit, editor_command
from confui.widgets.bars import ShowMessage

_UNCHANGED = "The note is unchanged"


def edit_note(app: App[object], store: Store, session: Session, show_message: ShowMessage) -> None:
    """Let the attendee edit the note on a session; `show_message` shows the outcome."""
    bookmark = store.state.bookmarks.get(session.id)
    before = text = bookmark.note if bookmark else ""
    problem = ""
    try:
        if command := editor_command(os.environ):
            text = _run_editor(app, text, command)
            store.bookmarks.annotate(session, text, before)
            show_message(_outcome(before, text))
            return
    except SuspendNotSupported:
        problem = ""  # this terminal cannot be given to another program: use the text area
    except (NoEditorError, NotSavedError) as error:
        problem = str(error)
    except EditorError as error:
        show_message(str(error), warning=True)
        return

    def closed(outcome: str | None) -> None:
        show_message(outcome or _UNCHANGED)

    app.push_screen(NoteEditor(store, session, (before, text), problem), closed)


def _run_editor(app: App[object], text: str, command: list[str]) -> str:
    """Let the attendee edit a text in an editor, which has the terminal meanwhile; return the text.

    Raises EditorError, SuspendNotSupported.
    """
    problem = None
    with app.suspend():
        try:
            text = edit(text, command)
        except EditorError as error:
            problem = error  # raised below, once the app has the terminal again
    if problem is not None:
        raise problem
    return text


class NoteEditor(Dialog[str]):
    """A text area for a note; returns what happened to the note, or None if it was discarded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "save", "save", key_display="Esc", id="note.save", tooltip="Save"),
        Binding(
            "ctrl+r", "discard", "discard", key_display="^r", id="note.discard", tooltip="Discard"
        ),
    ]

    def __init__(
        self, store: Store, session: Session, texts: tuple[str, str], problem: str = ""
    ) -> None:
        """Edit a note.

        Args:
            store: The store of the open conference.
            session: The session of the note.
            texts: The saved note, and the text to start with.
            problem: Why the attendee's own editor was not used; empty if there is nothing to say.
        """
        super().__init__()
        self._store = store
        self._session = session
        self._before, text = texts
        self._area = TextArea(text, id="note", soft_wrap=True)
        self._hint = Static(id="note-hint")
        self._problem = problem
        self._finished = False

    def compose(self) -> ComposeResult:
        """Show the title of the session, the text area and the keys."""
        with Vertical(id="writing"):
            yield Static(Content.styled(self._session.title, "bold"), id="note-title")
            yield self._area
            yield self._hint

    def on_mount(self) -> None:
        """Put the cursor at the end of the note."""
        self._area.move_cursor(self._area.document.end)
        self._show_problem(self._problem)

    def on_unmount(self) -> None:
        """Save the note if confui ends while it is being written."""
        with suppress(NotSavedError):  # the screen is gone: there is no place to show the error
            self.save()

    def save(self) -> None:
        """Save the text of the area, unless it was saved or discarded. Raises NotSavedError."""
        if not self._finished:
            self._store.bookmarks.annotate(self._session, self._area.text.rstrip(), self._before)
            self._finished = True

    def action_save(self) -> None:
        """Save the note and close; stay open if it cannot be saved, so that nothing is lost."""
        try:
            self.save()
        except NotSavedError as error:
            return self._show_problem(str(error))
        self.dismiss(_outcome(self._before, self._area.text.rstrip()))

    def action_discard(self) -> None:
        """Close without saving."""
        self._finished = True
        self.dismiss()

    def _show_problem(self, problem: str) -> None:
        keys = Content.styled("Markdown · Esc saves · Ctrl+R discards your changes", "$text-muted")
        warning = Content.styled(f"{problem}\n", "$text-warning") if problem else Content("")
        self._hint.update(Content.assemble(warning, keys))


def _outcome(before: str, after: str) -> str:
    if before == after:
        return _UNCHANGED
    return "Note saved; u undoes it" if after else "Note deleted; u undoes it"
