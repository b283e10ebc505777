"""Reports about unexpected exceptions: what is written, and where."""

import os
import traceback
from datetime import datetime
from pathlib import Path

from confui import __version__
from confui.atomic_write import make_folder, write_atomically
from confui.text import clean

EXIT_STATUS = 70
"""The exit status after a fault: EX_SOFTWARE of sysexits.h."""

_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "LANG")
_MAX_REPORTS = 10
_MAX_LENGTH = 100_000
"""In characters. A traceback of deep recursion would be longer."""

STOPPED = """\
confui has stopped because of a fault in the program.
Nothing is lost: your stars and notes were saved as you made them.
{report}"""
"""The last screen after a fault that the program could not survive."""


def _describe_terminal() -> str:
    """Return the version of the toolkit, and what the terminal says of itself."""
    import shutil  # only for a fault, as all of these
    from importlib.metadata import PackageNotFoundError, version

    try:
        toolkit = f"Textual {version('textual')}"
    except PackageNotFoundError:
        toolkit = "Textual of an unknown version"
    size = shutil.get_terminal_size((0, 0))
    names = {name: os.environ.get(name, "") for name in _TERMINAL if os.environ.get(name)}
    told = ", ".join(f"{name}={clean(value)[:60]}" for name, value in names.items())
    return f"{toolkit}, terminal of {size.columns} by {size.lines} cells, {told or 'no TERM'}"


def write_report(folder: Path, error: BaseException, now: datetime) -> str:
    """Write a report about an exception; return a sentence that says where it is, or why not.

    A report has the traceback and the versions, but no values of variables, so none of the
    attendee's notes. The newest ten reports are kept.

    Args:
        folder: Where reports are; it need not exist.
        error: The exception.
        now: The present time, for the name of the file.
    """
    import platform  # takes 1 ms, and only a fault needs it

    lines = "".join(traceback.format_exception(error))
    traced = clean(lines, multiline=True)[-_MAX_LENGTH:]
    report = (
        f"confui {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{_describe_terminal()}\n{now.isoformat(timespec='seconds')}\n\n{traced}\n"
    )
    path = folder / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        make_folder(folder)
        write_atomically(path, report.encode(errors="replace"), durable=False)
        for old in sorted(folder.glob("fault-*.txt"))[:-_MAX_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError as failure:
        reason = clean(failure.strerror or str(failure))
        return f"No report could be written ({reason}): {clean(repr(error))}"
    return f"The report is {clean(str(path))}; please attach it when you report the fault."
