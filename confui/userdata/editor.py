"""Editing a text in the editor that the attendee chose, `$VISUAL` or `$EDITOR`."""

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from confui.regular_file import read_regular_file

MAX_BYTES = 1024 * 1024
"""Bytes that a note may have."""


class EditorError(Exception):
    """The text was not edited. The message is one line: why, and where a kept draft is."""


class NoEditorError(EditorError):
    """The editor cannot be run."""


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the editor's command from `$VISUAL` or `$EDITOR`; empty if neither is set."""
    for name in ("VISUAL", "EDITOR"):
        try:
            command = shlex.split(environment.get(name, ""))
        except ValueError:
            continue  # unbalanced quotation marks
        if command:
            return command
    return []


def run_editor(command: list[str], path: Path) -> int:
    """Let the attendee edit a file; return the exit status of the editor. Raises NoEditorError."""
    try:
        return subprocess.run([*command, str(path)], check=False).returncode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the command
        reason = getattr(error, "strerror", None) or error
        raise NoEditorError(f"{command[0]} cannot be run: {reason}") from error


def edit(text: str, command: list[str]) -> str:
    """Let the attendee edit a text; return it without blank lines at its end.

    The editor gets the terminal and a temporary file. If the text cannot be used, the file is kept,
    so that nothing is lost.

    Raises:
        NoEditorError: The editor cannot be run.
        EditorError: It failed, removed the file, or left more than `MAX_BYTES`.
    """
    folder = Path(mkdtemp(prefix="confui-"))  # readable by its owner only
    draft = folder / "note.md"
    draft.write_text(f"{text}\n" if text else "", encoding="utf-8")
    before = draft.read_bytes()
    try:
        status = run_editor(command, draft)
    except NoEditorError:
        _delete(draft)
        raise
    after = _read(draft)
    if status or after is None or len(after) > MAX_BYTES:
        raise EditorError(_failure(command[0], status, draft, before, after))
    _delete(draft)
    return after.decode("utf-8", "replace").rstrip()


def _read(draft: Path) -> bytes | None:
    try:
        return read_regular_file(draft, MAX_BYTES + 1)
    except OSError:
        return None


def _failure(name: str, status: int, draft: Path, before: bytes, after: bytes | None) -> str:
    if after is None:
        return f"{name} removed the file; the note is unchanged"
    reason = f"{name} ended with {status}" if status else f"longer than {MAX_BYTES // 1024} KiB"
    if after == before:
        _delete(draft)
        return f"{reason}; the note is unchanged"
    return f"{reason}; the note is unchanged, and your text is in {draft}"


def _delete(draft: Path) -> None:
    """Delete the draft with its folder, and what the editor may have left beside it."""
    from shutil import rmtree

    rmtree(draft.parent, ignore_errors=True)
