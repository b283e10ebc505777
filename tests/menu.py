"""A made-up directory of conferences, in the format of Giggity's menu."""

import json
from typing import Any


def entry(
    title: str, start: str = "2031-05-17", end: str = "", url: str = "", **more: Any
) -> dict[str, Any]:
    """Return an entry; its id is its title with underscores, its URL is made of that."""
    id = "_".join(title.lower().split())
    return {
        "id": id,
        "version": 2031010100,
        "url": url or f"https://{id.replace('_', '-')}.example.org/schedule.xml",
        "title": title,
        "start": start,
        "end": end or start,
        "timezone": "Europe/Oslo",
        **more,
    }


def menu(*entries: Any) -> str:
    """Return a directory with entries, or with anything that takes the place of one."""
    return json.dumps({"version": 2031010100, "schedules": entries})


def links(**urls: str) -> dict[str, Any]:
    """Return the metadata of an entry with links, by title; an underscore becomes a space."""
    return {
        "metadata": {
            "links": [{"url": url, "title": title.replace("_", " ")} for title, url in urls.items()]
        }
    }
