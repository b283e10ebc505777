"""Schedule files: one reader for each format, and detection of the format."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.formats.detect import (
        find_schedule_files,
        make_source_info,
        read_content,
        read_schedule_file,
    )
    from confui.sources.formats.parts import read_parts
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "detect": (
                "read_content",
                "read_schedule_file",
                "find_schedule_files",
                "make_source_info",
            ),
            "parts": ("read_parts",),
        },
    )

__all__ = [
    "find_schedule_files",
    "make_source_info",
    "read_content",
    "read_parts",
    "read_schedule_file",
]
