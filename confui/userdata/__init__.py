"""What belongs to the attendee on disk: bookmarks, backups, imported files, their editor."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError, merge_bookmarks
    from confui.userdata.calendar import is_calendar, read_calendar
    from confui.userdata.editor import EditorError, NoEditorError, edit, editor_command
    from confui.userdata.files import read_line, write_line
    from confui.userdata.portable import (
        LARGEST,
        ImportedBookmarks,
        NotReadableError,
        SharedBookmarks,
        as_portable,
        read_portable,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "bookmarks": ("Bookmarks", "MergedBookmark", "NotSavedError", "merge_bookmarks"),
            "calendar": ("is_calendar", "read_calendar"),
            "editor": ("EditorError", "NoEditorError", "edit", "editor_command"),
            "files": ("read_line", "write_line"),
            "portable": (
                "ImportedBookmarks",
                "LARGEST",
                "NotReadableError",
                "SharedBookmarks",
                "as_portable",
                "read_portable",
            ),
        },
    )

__all__ = [
    "LARGEST",
    "Bookmarks",
    "EditorError",
    "ImportedBookmarks",
    "MergedBookmark",
    "NoEditorError",
    "NotReadableError",
    "NotSavedError",
    "SharedBookmarks",
    "as_portable",
    "edit",
    "editor_command",
    "files",
    "is_calendar",
    "merge_bookmarks",
    "read_calendar",
    "read_line",
    "read_portable",
    "write_line",
]
