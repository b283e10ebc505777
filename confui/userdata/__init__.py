"""What belongs to the attendee on disk: bookmarks, backups, settings, imports, editor."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.userdata.bookmark_files import (
        MAX_IMPORT_BYTES,
        ImportedBookmarks,
        NotReadableError,
        SharedBookmarks,
        bookmarks_to_json,
        is_calendar,
        read_bookmarks_calendar,
        read_bookmarks_json,
    )
    from confui.userdata.bookmarks import Bookmarks, MergedBookmark, NotSavedError, merge_bookmarks
    from confui.userdata.config import LONGEST_REMINDER, SETTINGS, Config, read_config, read_theme
    from confui.userdata.database import Restored, RestoreError, SavedState
    from confui.userdata.editor import EditorError, NoEditorError, edit, editor_command, run_editor
    from confui.userdata.remembered import NotRememberedError, Remembered
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "bookmark_files": (
                "ImportedBookmarks",
                "MAX_IMPORT_BYTES",
                "NotReadableError",
                "SharedBookmarks",
                "bookmarks_to_json",
                "is_calendar",
                "read_bookmarks_calendar",
                "read_bookmarks_json",
            ),
            "bookmarks": ("Bookmarks", "MergedBookmark", "NotSavedError", "merge_bookmarks"),
            "config": ("LONGEST_REMINDER", "SETTINGS", "Config", "read_config", "read_theme"),
            "database": ("Restored", "RestoreError", "SavedState"),
            "editor": ("EditorError", "NoEditorError", "edit", "editor_command", "run_editor"),
            "remembered": ("NotRememberedError", "Remembered"),
        },
    )

__all__ = [
    "LONGEST_REMINDER",
    "MAX_IMPORT_BYTES",
    "SETTINGS",
    "Bookmarks",
    "Config",
    "EditorError",
    "ImportedBookmarks",
    "MergedBookmark",
    "NoEditorError",
    "NotReadableError",
    "NotRememberedError",
    "NotSavedError",
    "Remembered",
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
    "read_theme",
    "run_editor",
]
