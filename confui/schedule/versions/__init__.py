"""Two versions of a schedule: what changed, and which session a bookmark belongs to now."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.versions.differences import compare_versions, lines, news, summary
    from confui.schedule.versions.rematch import (
        rematch_bookmarks,
        rematch_imported,
        rematched,
        with_session_id,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "differences": ("compare_versions", "lines", "news", "summary"),
            "rematch": ("rematch_bookmarks", "rematch_imported", "rematched", "with_session_id"),
        },
    )

__all__ = [
    "compare_versions",
    "lines",
    "news",
    "rematch_bookmarks",
    "rematch_imported",
    "rematched",
    "summary",
    "with_session_id",
]
