"""Schedules on the web: download a URL, and find the export that a page links to."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.web.discovery import find_exports, is_page
    from confui.sources.web.download import (
        Download,
        DownloadError,
        GoneError,
        TimeLimits,
        Validators,
        download_url,
    )
    from confui.sources.web.urls import (
        RefusedUrlError,
        downloadable_url,
        host_of,
        leads_to_private_network,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "discovery": ("find_exports", "is_page"),
            "download": (
                "Download",
                "DownloadError",
                "GoneError",
                "TimeLimits",
                "Validators",
                "download_url",
            ),
            "urls": (
                "RefusedUrlError",
                "downloadable_url",
                "host_of",
                "leads_to_private_network",
            ),
        },
    )

__all__ = [
    "Download",
    "DownloadError",
    "GoneError",
    "RefusedUrlError",
    "TimeLimits",
    "Validators",
    "download_url",
    "downloadable_url",
    "find_exports",
    "host_of",
    "is_page",
    "leads_to_private_network",
]
