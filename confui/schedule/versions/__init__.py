"""Two versions of a schedule: their differences, and matching bookmarks to changed ids."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.versions.differences import (
        compare_versions,
        list_changes,
        summarize,
        summarize_for_attendee,
    )
    from confui.schedule.versions.rematch import (
        apply_rematches,
        find_rematches,
        move_bookmark,
        rematch_imported,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "differences": (
                "compare_versions",
                "list_changes",
                "summarize",
                "summarize_for_attendee",
            ),
            "rematch": ("apply_rematches", "find_rematches", "move_bookmark", "rematch_imported"),
        },
    )

__all__ = [
    "apply_rematches",
    "compare_versions",
    "find_rematches",
    "list_changes",
    "move_bookmark",
    "rematch_imported",
    "summarize",
    "summarize_for_attendee",
]
