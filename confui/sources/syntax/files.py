"""Finds and reads files in a folder that is not trusted, without loops and without blocking."""

import os
from collections.abc import Iterator
from pathlib import Path

from confui.regular_file import NotRegularFileError, open_regular_file
from confui.schedule.models import Problem, Severity
from confui.sources.problems import OPEN_LESS, BrokenFileError
from confui.text import clean, is_clean

MAX_FILES = 50_000
"""How many Markdown, YAML and JSON files of a folder are read."""

MAX_ENTRIES = 500_000
"""How many files and folders are listed to find them."""

MAX_TEXT_BYTES = 1024 * 1024
"""The largest talk file or settings file that is read, in bytes."""

MAX_SCHEDULE_BYTES = 64 * 1024 * 1024
"""The largest schedule file that is read or downloaded, in bytes."""

TOO_LARGE = "too-large"
"""The code of the error that files have too many bytes."""

UNREADABLE = "unreadable"
"""The code of the error that a file cannot be read now, and perhaps later."""

_TRIES = 5
"""So often a file is read that is written to meanwhile."""
_OPEN_BELOW = "Open the folder that has the schedule, or a smaller export."
_SMALLER_TEXT = "Keep only text in it, and link to what is large."
_CHUNK = 64 * 1024

_MARKDOWN = (".md", ".markdown", ".mdx")
_YAML = (".yaml", ".yml")
_JSON = ".json"
_SKIPPED_FOLDERS = frozenset({"node_modules", "_posts", "_site"})
"""Folders of site generators without a schedule: packages, the blog, the generated pages."""


def source_files(
    folder: Path, problems: list[Problem], listed_folders: list[str] | None = None
) -> Iterator[str]:
    """Yield the paths of Markdown, YAML and JSON files below `folder`, relative to it, in order.

    Symbolic links to folders are not followed, and names that start with a dot are skipped.

    Args:
        folder: The folder.
        problems: A problem is added for each folder that cannot be listed, and if there are too
            many files.
        listed_folders: Each folder that is listed is added, relative to `folder`.
    """
    folders = [""]
    files = listed = 0
    while folders:
        inside = folders.pop()
        if listed_folders is not None:
            listed_folders.append(inside)
        try:
            entries = _list_folder(folder / inside)
        except OSError as error:
            problems.append(_unreadable(error).problem(printable_path(inside) or "."))
            continue
        listed += len(entries)
        below = []
        for name, is_folder in entries:
            path = f"{inside}/{name}" if inside else name
            if name.startswith(".") or name in _SKIPPED_FOLDERS:
                continue
            if is_folder:
                below.append(path)
            elif name.lower().endswith((*_MARKDOWN, *_YAML, _JSON)):
                files += 1
                if files > MAX_FILES or listed > MAX_ENTRIES:
                    problems.append(_too_many_files())
                    return
                yield path
        folders.extend(reversed(below))


def is_markdown(path: str) -> bool:
    """Return whether a file is Markdown, by its suffix."""
    return path.lower().endswith(_MARKDOWN)


def is_yaml(path: str) -> bool:
    """Return whether a file is YAML, by its suffix."""
    return path.lower().endswith(_YAML)


def is_json(path: str) -> bool:
    """Return whether a file is JSON, by its suffix."""
    return path.lower().endswith(_JSON)


def read_text(path: Path, *, limit: int = MAX_TEXT_BYTES) -> str:
    """Return the text of a file, with newlines as line ends and without a byte-order mark.

    Raises:
        BrokenFileError: It is not a regular file, larger than `limit` bytes, not UTF-8, or cannot
            be read.
    """
    return decode_text(read_bytes(path, limit=limit))


def read_bytes(path: Path, *, limit: int) -> bytes:
    """Return the content of a file. Never blocks.

    Raises:
        BrokenFileError: It is not a regular file, larger than `limit` bytes, or cannot be read.
    """
    try:
        return _read_bytes(path, limit)
    except NotRegularFileError as error:
        raise _not_a_file() from error
    except OSError as error:
        raise _unreadable(error) from error


class DataFiles:
    """Reads data files of a folder until they have `MAX_SCHEDULE_BYTES` together."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._left = MAX_SCHEDULE_BYTES

    def read(self, path: Path) -> bytes:
        """Return the content of a file; raises as `read_bytes` does."""
        try:
            content = read_bytes(path, limit=self._left)
        except BrokenFileError as error:
            if error.code != TOO_LARGE:
                raise
            size = MAX_SCHEDULE_BYTES // 1024**2
            message = f"Data files of more than {size} MiB in one folder; this one is left out"
            raise BrokenFileError(TOO_LARGE, message, _OPEN_BELOW) from error
        self._left -= len(content)
        return content


def read_start(path: Path, length: int) -> bytes:
    """Return the first `length` bytes of a file. Never blocks; raises as `read_bytes` does."""
    try:
        descriptor = open_regular_file(path)
        try:
            return os.read(descriptor, length)
        finally:
            os.close(descriptor)
    except NotRegularFileError as error:
        raise _not_a_file() from error
    except OSError as error:
        raise _unreadable(error) from error


def printable_path(path: str) -> str:
    """Return a relative path as printable text, with `/` as separator.

    Different paths stay different: backslashes, unprintable and invisible characters become
    escapes.
    """
    posix = path.replace(os.sep, "/")
    if posix.isprintable() and is_clean(posix) and "\\" not in posix:
        return posix
    return "".join(
        character
        if character.isprintable() and is_clean(character) and character != "\\"
        else character.encode("unicode_escape").decode()
        for character in posix
    )


def _list_folder(folder: Path) -> list[tuple[str, bool]]:
    """Return the sorted names in a folder, each with whether it is a folder and not a link."""
    with os.scandir(folder) as entries:
        return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)


def _read_bytes(path: Path, limit: int) -> bytes:
    for _ in range(_TRIES):
        descriptor = open_regular_file(path)
        try:
            status = os.fstat(descriptor)
            content = b""
            if status.st_size <= limit:
                step = max(_CHUNK, status.st_size)  # in one go, if the stated size is right
                while chunk := os.read(descriptor, min(step, limit + 1 - len(content))):
                    content += chunk
            is_settled = _changed(status) == _changed(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        if is_settled:
            break
    else:
        raise _changing()
    size = max(status.st_size, len(content))
    if size > limit:
        name, unit = ("MiB", 1024**2) if limit >= 1024**2 else ("KiB", 1024)
        raise BrokenFileError(
            TOO_LARGE,
            f"{size / unit:,.1f} {name}; files up to {limit / unit:,.0f} {name} are read",
            OPEN_LESS if limit >= MAX_SCHEDULE_BYTES else _SMALLER_TEXT,
        )
    return content


def _changed(status: os.stat_result) -> tuple[int, int, int]:
    """Return what is another value once a file was written to: else it may be read in parts."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


def decode_text(content: bytes) -> str:
    """Return the text of a file, with newlines as line ends and without a byte-order mark.

    Raises:
        BrokenFileError: It is not UTF-8.
    """
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
        "Replace it with a text file, or rename it.",
    )


def _changing() -> BrokenFileError:
    return BrokenFileError(
        UNREADABLE, "It is written to while it is read", "Try again once that is done."
    )


def _unreadable(error: OSError) -> BrokenFileError:
    reason = clean(error.strerror or type(error).__name__)
    return BrokenFileError(UNREADABLE, f"Cannot be read: {reason}", "Check the permissions.")


def _too_many_files() -> Problem:
    return Problem(
        Severity.WARNING,
        "too-many-files",
        ".",
        0,
        f"More than {MAX_FILES:,} files to read or {MAX_ENTRIES:,} names; the rest is left out",
        "Open the folder that holds the talk files.",
    )
