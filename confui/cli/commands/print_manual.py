"""`confui man`: the manual page."""

from argparse import Namespace

from confui.cli.manual import as_manual_page
from confui.cli.output import OK


def print_manual(_: Namespace) -> int:
    """Print the manual page for `man`."""
    print(as_manual_page(), end="")
    return OK
