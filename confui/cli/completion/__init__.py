"""Completion of command lines in shells: what may come next, and how each shell is told."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.cli.completion.candidates import list_candidates
    from confui.cli.completion.shells import SCRIPTS, print_form, split_line
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "candidates": ("list_candidates",),
            "shells": ("SCRIPTS", "print_form", "split_line"),
        },
    )

__all__ = ["SCRIPTS", "list_candidates", "print_form", "split_line"]
