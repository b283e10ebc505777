"""The command line: its words, what they are about, and the commands."""

from confui.doorway import TYPE_CHECKING, lazy_names
from confui.startup import without_translation

with without_translation():
    import argparse  # noqa: F401  # here, before any module imports it with translations

if TYPE_CHECKING:
    from confui.cli.dispatch import COMMANDS, main
    from confui.cli.output import OK, PROBLEMS, WRONG_USE
else:
    __getattr__ = lazy_names(
        __name__,
        {"dispatch": ("COMMANDS", "main"), "output": ("OK", "PROBLEMS", "WRONG_USE")},
    )

__all__ = ["COMMANDS", "OK", "PROBLEMS", "WRONG_USE", "main"]
