"""The files of a stranger's folder: found without going in circles, read without waiting."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from confui.schedule.models import Problem, Severity
from confui.sources.problems import BrokenFileError
from confui.text import clean

MAX_FILES = 20_000
"""How many Markdown and YAML files of a folder are looked at."""

MAX_ENTRIES = 500_000
"""How many names are looked at in search of them."""

MAX_TEXT_BYTES = 1024 * 1024
"""The largest talk file or settings file that is read, in bytes."""

MAX_SCHEDULE_BYTES = 16 * 1024 * 1024
"""The largest schedule file that is read or downloaded, in bytes."""

_CHUNK = 64 * 1024

_MARKDOWN = (".md", ".markdown")
_SUFFIXES = (*_MARKDOWN, ".yaml", ".yml")
_NOT_OURS = frozenset({"node_modules", "_posts", "_site"})
"""Folders of site generators that hold no schedule: packages, the blog, the generated pages."""

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO would wait for a writer, for ever
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def source_files(folder: Path, problems: list[Problem]) -> Iterator[str]:
    """Yield the paths of Markdown and YAML files below `folder`, relative to it, in a stable order.

    Links to folders are not followed, and names that begin with a dot are not looked at. What
    cannot be listed, and where the search ended early, is added to `problems`.
    """
    folders = [""]
    files = entries = 0
    while folders:
        inside = folders.pop()
        try:
            found = _listed(folder / inside)
        except OSError as error:
            problems.append(_unreadable(error).problem(printable_path(inside) or "."))
            continue
        entries += len(found)
        below = []
        for name, is_folder in found:
            path = f"{inside}/{name}" if inside else name
            if name.startswith(".") or name in _NOT_OURS:
                continue
            if is_folder:
                below.append(path)
            elif name.lower().endswith(_SUFFIXES):
                files += 1
                if files > MAX_FILES or entries > MAX_ENTRIES:
                    problems.append(_ended_early())
                    return
                yield path
        folders.extend(reversed(below))


def is_markdown(path: str) -> bool:
    """Whether a file's name says that it is Markdown."""
    return path.lower().endswith(_MARKDOWN)


def read_text(path: Path, *, limit: int = MAX_TEXT_BYTES) -> str:
    """Return the text of a file with newlines as line ends and without a byte-order mark.

    Never waits: what is no regular file is refused. Raises `BrokenFileError` for that, for a file
    over `limit` bytes, one that is not UTF-8, and one that the system does not let us read.
    """
    return _decoded(read_bytes(path, limit=limit))


def read_bytes(path: Path, *, limit: int) -> bytes:
    """Return what is in a file. Never waits; raises `BrokenFileError` as `read_text` does."""
    try:
        return _read_bytes(path, limit)
    except OSError as error:
        raise _unreadable(error) from error


def read_start(path: Path, length: int) -> bytes:
    """Return the first bytes of a file, as `read_bytes` would."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _not_a_file()
            return os.read(descriptor, length)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unreadable(error) from error


def printable_path(path: str) -> str:
    """Return a relative path as valid, printable text with `/` between its parts.

    Different paths stay different: what is not printable, and a backslash, becomes an escape.
    """
    posix = path.replace(os.sep, "/")
    if posix.isprintable() and "\\" not in posix:
        return posix
    return "".join(
        character
        if character.isprintable() and character != "\\"
        else character.encode("unicode_escape").decode()
        for character in posix
    )


def _listed(folder: Path) -> list[tuple[str, bool]]:
    """Return the names in a folder, sorted, each with whether it is a folder and not a link."""
    with os.scandir(folder) as entries:
        return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)


def _read_bytes(path: Path, limit: int) -> bytes:
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file()
        content = b""
        if status.st_size <= limit:
            step = max(_CHUNK, status.st_size)  # all at once, as far as the size is true
            while chunk := os.read(descriptor, min(step, limit + 1 - len(content))):
                content += chunk
    finally:
        os.close(descriptor)
    size = max(status.st_size, len(content))
    if size > limit:
        raise BrokenFileError(
            "too-large",
            f"{size / 1024:,.0f} KiB; files up to {limit // 1024:,} KiB are read",
            "Shorten the file.",
        )
    return content


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = " but UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        raise BrokenFileError(
            "not-utf8",
            f"Not UTF-8{encoding}: byte 0x{content[error.start]:02x} at offset {error.start}",
            "Save the file as UTF-8.",
            content.count(b"\n", 0, error.start) + 1,
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_a_file() -> BrokenFileError:
    return BrokenFileError(
        "not-a-file",
        "Not a regular file but a folder, a pipe, a device or a socket",
        "Replace it by a text file, or rename it.",
    )


def _unreadable(error: OSError) -> BrokenFileError:
    reason = clean(error.strerror or type(error).__name__)
    return BrokenFileError("unreadable", f"Cannot be read: {reason}", "Check the permissions.")


def _ended_early() -> Problem:
    return Problem(
        Severity.WARNING,
        "too-many-files",
        ".",
        0,
        f"More than {MAX_FILES:,} files to read or {MAX_ENTRIES:,} names; the rest is left out",
        "Open the folder that holds the talk files.",
    )
