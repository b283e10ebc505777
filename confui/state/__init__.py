"""The state that the screens show, the store that changes it, and undo for bookmarks."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.state.bookmark_history import BookmarkHistory, bookmarks_of, questions_of
    from confui.state.saved_filters import FilterError, SavedFilters
    from confui.state.state import GridScales, State, View
    from confui.state.store import Store
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "bookmark_history": ("BookmarkHistory", "bookmarks_of", "questions_of"),
            "saved_filters": ("FilterError", "SavedFilters"),
            "state": ("GridScales", "State", "View"),
            "store": ("Store",),
        },
    )

__all__ = [
    "BookmarkHistory",
    "FilterError",
    "GridScales",
    "SavedFilters",
    "State",
    "Store",
    "View",
    "bookmarks_of",
    "questions_of",
]
