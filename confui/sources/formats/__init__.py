"""Schedule files: one reader for each format, and detection of the format."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.formats.detect import (
        read_content,
        read_schedule_file,
        schedule_files,
        source_info,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "detect": (
                "read_content",
                "read_schedule_file",
                "schedule_files",
                "source_info",
            ),
        },
    )

__all__ = ["read_content", "read_schedule_file", "schedule_files", "source_info"]
