"""Files in which bookmarks go to another computer or to a friend: JSON and calendars."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.userdata.bookmark_files.bookmarks_calendar import (
        is_calendar,
        read_bookmarks_calendar,
    )
    from confui.userdata.bookmark_files.bookmarks_json import (
        MAX_IMPORT_BYTES,
        ImportedBookmarks,
        NotReadableError,
        SharedBookmarks,
        bookmarks_to_json,
        read_bookmarks_json,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "bookmarks_calendar": ("is_calendar", "read_bookmarks_calendar"),
            "bookmarks_json": (
                "ImportedBookmarks",
                "MAX_IMPORT_BYTES",
                "NotReadableError",
                "SharedBookmarks",
                "bookmarks_to_json",
                "read_bookmarks_json",
            ),
        },
    )

__all__ = [
    "MAX_IMPORT_BYTES",
    "ImportedBookmarks",
    "NotReadableError",
    "SharedBookmarks",
    "bookmarks_to_json",
    "is_calendar",
    "read_bookmarks_calendar",
    "read_bookmarks_json",
]
