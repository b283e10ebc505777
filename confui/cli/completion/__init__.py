"""Completion of command lines in shells: what may come next, and how each shell is told."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.cli.completion.candidates import list_candidates
    from confui.cli.completion.shells import SCRIPTS, format_candidates, split_line
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "candidates": ("list_candidates",),
            "shells": ("SCRIPTS", "format_candidates", "split_line"),
        },
    )

__all__ = ["SCRIPTS", "format_candidates", "list_candidates", "split_line"]
