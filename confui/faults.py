"""Reports about unexpected exceptions: what is written, and where."""

import platform
import traceback
from datetime import datetime
from pathlib import Path

from confui import __version__
from confui.atomic_write import make_folder, write_atomically
from confui.text import clean

EXIT_STATUS = 70
"""The exit status after a fault: EX_SOFTWARE of sysexits.h."""

_MAX_REPORTS = 10
_MAX_LENGTH = 100_000
"""In characters. A traceback of deep recursion would be longer."""

STOPPED = """\
confui has stopped because of a fault in the program.
Nothing is lost: your stars and notes were saved as you made them.
{report}"""
"""The last screen after a fault that the program could not survive."""


def write_report(folder: Path, error: BaseException, now: datetime) -> str:
    """Write a report about an exception; return a sentence that says where it is, or why not.

    A report has the traceback and the versions, but no values of variables, so none of the
    attendee's notes. The newest ten reports are kept.

    Args:
        folder: Where reports are; it need not exist.
        error: The exception.
        now: The present time, for the name of the file.
    """
    lines = "".join(traceback.format_exception(error))
    report = (
        f"confui {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{now.isoformat(timespec='seconds')}\n\n{clean(lines, multiline=True)[-_MAX_LENGTH:]}\n"
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
