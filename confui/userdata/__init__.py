"""What belongs to the attendee on disk: bookmarks, backups, settings, imports, editor."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError, merge_bookmarks
    from confui.userdata.bookmarks_calendar import is_calendar, read_bookmarks_calendar
    from confui.userdata.bookmarks_json import (
        MAX_IMPORT_BYTES,
        ImportedBookmarks,
        NotReadableError,
        SharedBookmarks,
        bookmarks_to_json,
        read_bookmarks_json,
    )
    from confui.userdata.config import Config, read_config
    from confui.userdata.database import Restored, RestoreError, SavedState
    from confui.userdata.editor import EditorError, NoEditorError, edit, editor_command
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "bookmarks": ("Bookmarks", "MergedBookmark", "NotSavedError", "merge_bookmarks"),
            "bookmarks_calendar": ("is_calendar", "read_bookmarks_calendar"),
            "bookmarks_json": (
                "ImportedBookmarks",
                "MAX_IMPORT_BYTES",
                "NotReadableError",
                "SharedBookmarks",
                "bookmarks_to_json",
                "read_bookmarks_json",
            ),
            "config": ("Config", "read_config"),
            "database": ("Restored", "RestoreError", "SavedState"),
            "editor": ("EditorError", "NoEditorError", "edit", "editor_command"),
        },
    )

__all__ = [
    "MAX_IMPORT_BYTES",
    "Bookmarks",
    "Config",
    "EditorError",
    "ImportedBookmarks",
    "MergedBookmark",
    "NoEditorError",
    "NotReadableError",
    "NotSavedError",
    "RestoreError",
    "Restored",
    "SavedState",
    "SharedBookmarks",
    "bookmarks_to_json",
    "edit",
    "editor_command",
    "is_calendar",
    "merge_bookmarks",
    "read_bookmarks_calendar",
    "read_bookmarks_json",
    "read_config",
]
