"""A log on demand: which files are read and written, which hosts are asked, what is started.

Python tells an audit hook of each of these (PEP 578), so that no other module has to write a log.
Nothing that the attendee typed or marked is among it.
"""

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO

from confui.text import clean

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_OWN_CODE = (".py", ".pyc", ".pyi", ".so", ".pyd", ".dll", ".tcss")


def start_log(path: Path, words: Iterable[str]) -> None:
    """Write what the process does from now on to a file, a line each, until the process ends.

    Args:
        path: The file, to which lines are added.
        words: What describes the process, for the first line.

    Raises:
        OSError: The file cannot be written.
    """
    # Readable by its owner only: paths may tell where somebody works.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    file = os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", buffering=1)
    _write(file, " ".join(words))
    own = tuple({os.path.realpath(each) for each in (sys.prefix, sys.base_prefix)})

    def note(event: str, arguments: tuple[object, ...]) -> None:
        line = describe_event(event, arguments, own)
        if line:
            _write(file, line)

    sys.addaudithook(note)


def describe_event(event: str, arguments: tuple[object, ...], own: tuple[str, ...]) -> str:
    """Return what an event means in a few words; empty if it is of no interest."""
    match event, arguments:
        case "open", (str() | bytes() as path, _, int() as flags):
            text = os.fsdecode(path)
            if text.endswith(_OWN_CODE) or text.startswith((*own, "/proc/", "/sys/", "/dev/")):
                return ""
            return f"{'write' if flags & _WRITES else 'read'} {text}"
        case "os.rename", (old, new, *_):
            return f"replace {_text(new)} by {_text(old)}"
        case "os.remove", (path, *_):
            return f"remove {_text(path)}"
        case "os.mkdir", (path, *_):
            return f"make folder {_text(path)}"
        case "sqlite3.connect", (database, *_):
            return f"open database {_text(database)}"
        case "socket.getaddrinfo", (host, port, *_):
            return f"ask for the address of {_text(host)}, port {port}"
        case "socket.connect", (_, address):
            return f"connect to {address}"
        case "subprocess.Popen", (program, *_):
            return f"start {_text(program)}"
        case _:
            return ""


def _text(value: object) -> str:
    return os.fsdecode(value) if isinstance(value, str | bytes | os.PathLike) else repr(value)


def _write(file: TextIO, line: str) -> None:
    """Add a line; a log that cannot be written any more is in nobody's way."""
    try:
        file.write(f"{datetime.now().isoformat(timespec='milliseconds')} {clean(line)}\n")
    except (OSError, ValueError):
        return
