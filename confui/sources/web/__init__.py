"""Schedules on the web: download a URL, and find the export that a page links to."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.web.download import DownloadError, GoneError, Validators
    from confui.sources.web.fetch import fetch_schedule
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "download": ("DownloadError", "GoneError", "Validators"),
            "fetch": ("fetch_schedule",),
        },
    )

__all__ = ["DownloadError", "GoneError", "Validators", "fetch_schedule"]
