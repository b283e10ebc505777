"""A plan written to a file, and bookmarks taken in from one."""

from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from confui.atomic_write import write_atomically
from confui.paths import STYLES
from confui.plan_files import FORMATS, describe_import, read_bookmarks, unknown_sessions, write_plan
from confui.state import Store
from confui.text import clean
from confui.userdata import MAX_IMPORT_BYTES, NotReadableError, NotSavedError, SharedBookmarks


class FileDialog(ModalScreen[str]):
    """Asks for a file; returns what came of it in one line, or nothing."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "cancel", id="file.cancel", tooltip="Leave all as it is"),
    ]
    QUESTION = ""
    KEYS = ""

    def __init__(self, store: Store, path: str = "") -> None:
        super().__init__()
        self._store = store
        self._path = path

    def compose(self) -> ComposeResult:
        """Lay the question out."""
        with Vertical(id="file"):
            yield Static(self.QUESTION, markup=False, id="title")
            yield Input(self._path, compact=True, select_on_focus=False)
            yield Static(id="said")

    def on_mount(self) -> None:
        """Say which keys there are."""
        self.say("")

    @on(Input.Changed)
    def begin_again(self) -> None:
        """Take another name for another file."""
        self.reconsider()
        self.say("")

    @on(Input.Submitted)
    def accept(self, event: Input.Submitted) -> None:
        """Do what was asked for, or say why it cannot be done."""
        if not event.value.strip():
            return self.say("Name a file")
        path = Path(event.value.strip()).expanduser()
        try:
            done = self.handle(path)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            reason = getattr(error, "strerror", None) or str(error)
            return self.say(f"{path}: {reason}")
        except (NotReadableError, NotSavedError) as error:
            return self.say(str(error))
        if done:
            self.dismiss(done)

    def say(self, what: str) -> None:
        """Show what there is to know, above the keys."""
        told = Content.styled(f"{clean(what)}\n", "$text-warning") if what else Content("")
        keys = Content.styled(self.KEYS, "$text-muted")
        self.query_one("#said", Static).update(Content.assemble(told, keys))

    def reconsider(self) -> None:
        """Forget what was found out about the file that was named before."""

    def handle(self, path: Path) -> str:
        """Do what was asked for; return what came of it, or nothing to ask on.

        Raises OSError, ValueError, NotReadableError, NotSavedError.
        """
        raise NotImplementedError


class ExportPlan(FileDialog):
    """Writes the plan; what stands there already is replaced only when asked for twice."""

    QUESTION = "Write my plan to this file"
    KEYS = "⏎ write   Esc cancel"

    def __init__(self, store: Store, format: str) -> None:
        super().__init__(store, f"{store.state.conference.id}-plan.{FORMATS[format]}")
        self._format = format
        self._may_replace: Path | None = None

    def reconsider(self) -> None:
        """Ask again before another file is replaced."""
        self._may_replace = None

    def handle(self, path: Path) -> str:
        """Write the file as a whole, or leave all as it was."""
        state = self._store.state
        now = state.now or datetime.min
        data = write_plan(self._format, state.conference, state.bookmarks, now)
        if not data:
            self.say("Nothing is starred yet that could be written")
            return ""
        if path.is_dir():
            path /= Path(self._path).name
        if path.exists() and path != self._may_replace:
            self._may_replace = path
            self.say(f"{path} is there already; ⏎ again replaces it")
            return ""
        write_atomically(path, data, durable=False, mode=0o666)
        return f"My plan is in {clean(str(path.absolute()))}"


class ImportBookmarks(FileDialog):
    """Takes in bookmarks, once it was said what that would come to."""

    QUESTION = "Take in bookmarks from this file: a plan exported as JSON or as a calendar"
    KEYS = "⏎ look, and then take in   Esc cancel   u undoes it afterwards"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._looked_at: SharedBookmarks | None = None

    def reconsider(self) -> None:
        """Look again, at another file."""
        self._looked_at = None

    def handle(self, path: Path) -> str:
        """Say what an import would come to, and the second time do it."""
        mine = self._store.state.bookmarks
        if self._looked_at is not None:
            found = self._store.bookmarks.import_bookmarks(self._looked_at.bookmarks)
            return describe_import(found, len(mine))
        shared = self._read(path)
        conference = self._store.state.conference
        if shared.conference != conference.id:
            self.say(
                f"These are of {shared.title or shared.conference}, not of {conference.title}; "
                "the command confui import keeps them for it"
            )
            return ""
        self._looked_at = shared
        would = describe_import(
            self._store.bookmarks.preview_import(shared.bookmarks), len(mine), dry=True
        )
        unknown = unknown_sessions(shared.bookmarks, {each.id for each in conference.sessions})
        self.say("\n".join(filter(None, (f"{would}.", unknown, "⏎ again takes them in."))))
        return ""

    def _read(self, path: Path) -> SharedBookmarks:
        """Return what a file brings for this conference, else for the first that it names."""
        if not S_ISREG(path.stat().st_mode):
            raise NotReadableError(f"{path}: no file")  # a pipe would keep the screen waiting
        with path.open("rb") as file:
            data = file.read(MAX_IMPORT_BYTES + 1)
        conference = self._store.state.conference
        mine = self._store.state.bookmarks
        incoming = read_bookmarks(data, conference, datetime.now(UTC), mine)
        ours = (each for each in incoming.shared if each.conference == conference.id)
        found = next(ours, next(iter(incoming.shared), None))
        if found is None:
            raise NotReadableError("it holds no bookmarks")
        return found
