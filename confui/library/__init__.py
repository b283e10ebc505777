"""The attendee's library: the conferences that they keep, each with a copy of its schedule."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.library.directory import PUBLIC_DIRECTORY, Directory, Listing
    from confui.library.directory_search import (
        SeveralConferencesError,
        choose_conference,
        find_conferences,
        is_over,
        is_running,
    )
    from confui.library.library import Library, LoadedConference
    from confui.library.reading import Reading
    from confui.library.storage import LibraryEntry, LibraryError, running_or_next
    from confui.library.updates import LosesSessionsError, PendingUpdate, UpdateResult
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "directory": ("Directory", "Listing", "PUBLIC_DIRECTORY"),
            "directory_search": (
                "SeveralConferencesError",
                "choose_conference",
                "find_conferences",
                "is_over",
                "is_running",
            ),
            "library": ("Library", "LoadedConference"),
            "reading": ("Reading",),
            "storage": ("LibraryEntry", "LibraryError", "running_or_next"),
            "updates": ("LosesSessionsError", "PendingUpdate", "UpdateResult"),
        },
    )

__all__ = [
    "PUBLIC_DIRECTORY",
    "Directory",
    "Library",
    "LibraryEntry",
    "LibraryError",
    "Listing",
    "LoadedConference",
    "LosesSessionsError",
    "PendingUpdate",
    "Reading",
    "SeveralConferencesError",
    "UpdateResult",
    "choose_conference",
    "find_conferences",
    "is_over",
    "is_running",
    "running_or_next",
]
