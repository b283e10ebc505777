"""How often a link on a page leads to the schedule that a directory lists."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.figures import Figure
from confui.sources.web import RefusedUrlError, downloadable_url, find_exports

_GOAL = 0.95
_WRITTEN_BY_US = (
    "https://cfp.snow.example/snow31/schedule/export/schedule.xml",
    "https://snow.example/2031/schedule.xml",
    "https://snow.example/2031/schedule/xml",
    "https://snow.example/schedule/pentabarf.xml",
    "https://snow.example/snow-2031/program/frab.xml",
    "https://snow.example/2031/fahrplan/schedules/fahrplan.xml",
    "https://snow.example/2031/programme.ics",
    "https://events.snow.example/event/26/event.ics?scope=contribution",
    "https://snow2031.sched.com/all.ics",
    "https://snow.example/api/ical/programme",
    "https://snow.example/?calendar=2031&format=xml",
    "https://maps.snow.example/summit31.xml",
    "webcal://snow.example/calendar",
    "https://files.example/public/abc123/",
)
"""The shapes of addresses under which schedules are published; the last one tells nothing."""


def measure() -> Iterator[Figure]:
    """Yield the share of schedules that a page with one link to each leads to.

    The environment variable CONFUI_DIRECTORY names a directory of conferences, a file in Giggity's
    format. Without it, the shapes of addresses in this module are tried.
    """
    path = os.environ.get("CONFUI_DIRECTORY")
    urls = _urls_of(Path(path)) if path else _WRITTEN_BY_US
    missed = [url for url in urls if not _is_found(url)]
    share = 1 - len(missed) / len(urls)
    what = f"links that lead to their schedule ({len(urls)})"
    goal = f"{_GOAL:.0%}" if path else ""
    note = f"missed: {', '.join(missed[:4])}" if missed else ""
    yield Figure(what, f"{share:.1%}", goal, share >= _GOAL if path else None, note)


def _urls_of(path: Path) -> tuple[str, ...]:
    schedules = json.loads(path.read_text(encoding="utf-8"))["schedules"]
    return tuple(dict.fromkeys(schedule["url"] for schedule in schedules))


def _is_found(url: str) -> bool:
    """Whether a page of the same site with a link to `url` leads there."""
    host = urlsplit(url).netloc
    page = f'<!doctype html><a href="/about">About</a><a href="{url}">Schedule</a>'
    try:
        wanted = downloadable_url(url)
    except RefusedUrlError:
        return False
    return wanted in find_exports(page.encode(), f"https://{host}/")
