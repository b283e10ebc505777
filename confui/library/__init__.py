"""The attendee's library: the conferences that they keep, each with a copy of its schedule."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.library.library import Library
    from confui.library.storage import LibraryEntry, LibraryError, running_or_next
    from confui.library.updates import LosesSessionsError, PendingUpdate, UpdateResult
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "library": ("Library",),
            "storage": ("LibraryEntry", "LibraryError", "running_or_next"),
            "updates": ("LosesSessionsError", "PendingUpdate", "UpdateResult"),
        },
    )

__all__ = [
    "Library",
    "LibraryEntry",
    "LibraryError",
    "LosesSessionsError",
    "PendingUpdate",
    "UpdateResult",
    "running_or_next",
]
