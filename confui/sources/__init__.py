"""How a conference gets in: from a folder of talk files, a schedule file or a URL."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.cache import CacheSize, clear_cache, measure_cache
    from confui.sources.codec import from_json, has_usable_values
    from confui.sources.directory_file import (
        DirectoryEntry,
        DirectoryFile,
        fetch_directory,
        open_directory,
        read_directory,
    )
    from confui.sources.latest import FetchedSource, KnownSource, fetch_latest
    from confui.sources.opening import (
        ReadRequest,
        SlowSourceError,
        SourceError,
        is_path_or_url,
        is_url,
        leave_snapshot,
        open_conference,
        read_schedule,
        reading_elsewhere,
    )
    from confui.sources.problems import CUT_SHORT
    from confui.sources.progress import Report, report_progress, reporting
    from confui.sources.stored_conference import (
        StoredByDay,
        StoredChoice,
        StoredConference,
        StoredVisible,
    )
    from confui.sources.syntax.files import MAX_SCHEDULE_BYTES
    from confui.sources.values.conference_fields import find_zone
    from confui.sources.values.people import make_slug
    from confui.sources.web import Validators
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "cache": ("CacheSize", "clear_cache", "measure_cache"),
            "codec": ("from_json", "has_usable_values"),
            "directory_file": (
                "DirectoryEntry",
                "DirectoryFile",
                "fetch_directory",
                "open_directory",
                "read_directory",
            ),
            "latest": ("FetchedSource", "KnownSource", "fetch_latest"),
            "opening": (
                "ReadRequest",
                "SlowSourceError",
                "SourceError",
                "is_path_or_url",
                "is_url",
                "leave_snapshot",
                "open_conference",
                "read_schedule",
                "reading_elsewhere",
            ),
            "problems": ("CUT_SHORT",),
            "progress": ("Report", "report_progress", "reporting"),
            "stored_conference": (
                "StoredByDay",
                "StoredChoice",
                "StoredConference",
                "StoredVisible",
            ),
            "syntax.files": ("MAX_SCHEDULE_BYTES",),
            "values.conference_fields": ("find_zone",),
            "values.people": ("make_slug",),
            "web": ("Validators",),
        },
    )

__all__ = [
    "CUT_SHORT",
    "MAX_SCHEDULE_BYTES",
    "CacheSize",
    "DirectoryEntry",
    "DirectoryFile",
    "FetchedSource",
    "KnownSource",
    "ReadRequest",
    "Report",
    "SlowSourceError",
    "SourceError",
    "StoredByDay",
    "StoredChoice",
    "StoredConference",
    "StoredVisible",
    "Validators",
    "clear_cache",
    "fetch_directory",
    "fetch_latest",
    "find_zone",
    "from_json",
    "has_usable_values",
    "is_path_or_url",
    "is_url",
    "leave_snapshot",
    "make_slug",
    "measure_cache",
    "open_conference",
    "open_directory",
    "read_directory",
    "read_schedule",
    "reading_elsewhere",
    "report_progress",
    "reporting",
]
