"""The attendee's own editor: a text goes out to it, and comes back."""

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

MAX_BYTES = 1024 * 1024
"""How long a note may be."""


class EditorError(Exception):
    """The text did not come back. One line says why, and where what was written is, if anything."""


class NoEditorError(EditorError):
    """There is no such editor."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the command of the editor that the attendee chose; empty where they did not."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(environment.get(name, ""))
        except ValueError:
            continue  # a quotation mark too many: no command
        if command:
            return command
    return []


def edit(text: str, command: list[str]) -> str:
    """Return a text as the editor left it, without blank lines at its end.

    The editor gets the terminal and a file of its own. What was written is never thrown away: if
    it cannot be taken over, its file stays.

    Raises EditorError, NoEditorError.
    """
    folder = Path(mkdtemp(prefix="confui-"))  # readable by its owner only
    draft = folder / "note.md"
    draft.write_text(f"{text}\n" if text else "", encoding="utf-8")
    before = draft.read_bytes()
    try:
        status = subprocess.run([*command, str(draft)], check=False).returncode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the command
        _drop(draft)
        reason = getattr(error, "strerror", None) or error
        raise NoEditorError(f"{command[0]} cannot be run: {reason}") from error
    after = _content(draft)
    if status or after is None or len(after) > MAX_BYTES:
        raise EditorError(_why_not(command[0], status, draft, before, after))
    _drop(draft)
    return after.decode("utf-8", "replace").rstrip()


def _content(draft: Path) -> bytes | None:
    try:
        with draft.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None


def _why_not(name: str, status: int, draft: Path, before: bytes, after: bytes | None) -> str:
    if after is None:
        return f"{name} left no file behind; the note stays as it was"
    told = f"{name} ended with {status}" if status else f"longer than {MAX_BYTES // 1024} KiB"
    if after == before:
        _drop(draft)
        return f"{told}; the note stays as it was"
    return f"{told}; the note stays as it was, and what was written is in {draft}"


def _drop(draft: Path) -> None:
    """Remove the draft with its folder, and what the editor may have left beside it."""
    from shutil import rmtree

    rmtree(draft.parent, ignore_errors=True)
