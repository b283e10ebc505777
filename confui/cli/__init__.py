"""The command line: its words, what they are about, and the commands."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.cli.dispatch import COMMANDS, main
    from confui.cli.output import OK, PROBLEMS, WRONG_USE
else:
    __getattr__ = lazy_names(
        __name__,
        {"dispatch": ("COMMANDS", "main"), "output": ("OK", "PROBLEMS", "WRONG_USE")},
    )

__all__ = ["COMMANDS", "OK", "PROBLEMS", "WRONG_USE", "main"]
