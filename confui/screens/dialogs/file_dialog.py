"""Dialogs that export the plan to a file and import bookmarks from one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from confui.atomic_write import create_file, write_atomically
from confui.paths import expand_home
from confui.plan_files import (
    FORMATS,
    describe_import,
    describe_unknown_sessions,
    read_bookmarks,
    write_plan,
)
from confui.regular_file import read_regular_file
from confui.screens.dialogs.dialog import Dialog
from confui.state import Store
from confui.text import clean
from confui.userdata import MAX_IMPORT_BYTES, NotReadableError, NotSavedError, SharedBookmarks


class FileDialog(Dialog[str]):
    """Asks for a file; returns what was done as one line, or None if it was cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "cancel", id="file.cancel", tooltip="Cancel"),
    ]
    QUESTION = ""
    """The heading."""
    KEYS = ""
    """The keys that the dialog shows."""

    def __init__(self, store: Store, path: str = "") -> None:
        super().__init__()
        self._store = store
        self._path = path
        self._message = Static(id="message")

    def compose(self) -> ComposeResult:
        """Show the question, the field and the keys."""
        with Vertical(id="file"):
            yield Static(self.QUESTION, markup=False, id="title")
            yield Input(self._path, compact=True, select_on_focus=False)
            yield self._message

    def on_mount(self) -> None:
        """Show the keys."""
        self.show_message("")

    @on(Input.Changed)
    def start_over(self) -> None:
        """Forget the confirmation for the file that was named before."""
        self.forget_file()
        self.show_message("")

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Handle the file, or show why that failed."""
        if not event.value.strip():
            return self.show_message("Type the name of a file")
        path = expand_home(event.value.strip())
        try:
            outcome = self.handle(path)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            reason = getattr(error, "strerror", None) or str(error)
            return self.show_message(f"{path}: {reason}")
        except (NotReadableError, NotSavedError) as error:
            return self.show_message(str(error))
        if outcome:
            self.dismiss(outcome)

    def show_message(self, message: str) -> None:
        """Show a message above the keys; an empty one shows only the keys."""
        text = Content.styled(f"{clean(message)}\n", "$text-warning") if message else Content("")
        keys = Content.styled(self.KEYS, "$text-muted")
        self._message.update(Content.assemble(text, keys))

    def forget_file(self) -> None:
        """Forget what is known about the file; another one was named."""

    def handle(self, path: Path) -> str:
        """Use the file; return what was done as one line, or "" to keep the dialog open.

        Raises OSError, ValueError, NotReadableError, NotSavedError.
        """
        raise NotImplementedError


class ExportPlan(FileDialog):
    """Writes the plan to a file; Enter must be pressed twice to replace an existing file."""

    QUESTION = "Write my plan to this file"
    KEYS = "⏎ write   Esc cancel"

    def __init__(self, store: Store, format: str) -> None:
        super().__init__(store, f"{store.state.conference.id}-plan.{FORMATS[format]}")
        self._format = format
        self._may_replace: Path | None = None

    def forget_file(self) -> None:
        """Ask again before another file is replaced."""
        self._may_replace = None

    def handle(self, path: Path) -> str:
        """Write the plan; if that fails, the old file stays."""
        state = self._store.state
        now = state.now or datetime.min
        data = write_plan(self._format, state.conference, state.bookmarks, now)
        if not data:
            self.show_message("Nothing is starred yet: there is no plan to write")
            return ""
        if path.is_dir():
            path /= Path(self._path).name
        if path == self._may_replace:
            write_atomically(path, data, durable=False, mode=0o666)  # a link, not what it leads to
            return f"Plan written to {clean(str(path.absolute()))}"
        try:
            create_file(path, data, durable=False, mode=0o666)
        except FileExistsError:
            self._may_replace = path
            what = "is a link" if path.is_symlink() else "already exists"
            self.show_message(f"{path} {what}; ⏎ again replaces it")
            return ""
        return f"Plan written to {clean(str(path.absolute()))}"


class ImportBookmarks(FileDialog):
    """Imports bookmarks after a preview; Enter must be pressed twice."""

    QUESTION = "Import bookmarks from this file: a plan exported as JSON or as a calendar"
    KEYS = "⏎ preview, ⏎ again import   Esc cancel   u undoes it afterwards"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._previewed: SharedBookmarks | None = None

    def forget_file(self) -> None:
        """Preview the next file first."""
        self._previewed = None

    def handle(self, path: Path) -> str:
        """Show a preview of the import; the second time, import the bookmarks."""
        mine = self._store.state.bookmarks
        if self._previewed is not None:
            merged = self._store.bookmarks.import_bookmarks(self._previewed.bookmarks)
            return describe_import(merged, len(mine))
        shared = self._read(path)
        conference = self._store.state.conference
        if shared.conference != conference.id:
            self.show_message(
                f"These bookmarks are for {shared.title or shared.conference}, not for "
                f"{conference.title}; the command confui import saves them"
            )
            return ""
        self._previewed = shared
        merged = self._store.bookmarks.preview_import(shared.bookmarks)
        preview = describe_import(merged, len(mine), dry=True)
        ids = {session.id for session in conference.sessions}
        unknown = describe_unknown_sessions(shared.bookmarks, ids)
        lines = (f"{preview}.", unknown, "⏎ again imports them.")
        self.show_message("\n".join(filter(None, lines)))
        return ""

    def _read(self, path: Path) -> SharedBookmarks:
        """Return the bookmarks for this conference, else for the first conference in the file."""
        data = read_regular_file(path, MAX_IMPORT_BYTES + 1)  # a pipe would block the screen
        conference = self._store.state.conference
        mine = self._store.state.bookmarks
        incoming = read_bookmarks(data, conference, datetime.now(UTC), mine)
        matching = (shared for shared in incoming.shared if shared.conference == conference.id)
        shared = next(matching, next(iter(incoming.shared), None))
        if shared is None:
            raise NotReadableError("no bookmarks in the file")
        return shared
