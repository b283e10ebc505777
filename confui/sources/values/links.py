"""Web addresses in a source: which of them may be opened, and which lead to a recording."""

import re
from collections.abc import Iterable

from confui.schedule.models import Link
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, is_empty
from confui.text import clean, safe_url

_VIDEO_SUFFIXES = (".mp4", ".webm", ".mkv", ".ogv", ".mov", ".m4v", ".avi")
_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "media.ccc.de", "pyvideo.org")
)
_PLACEHOLDERS = frozenset({"/attachments/original/missing.png"})
"""What frab writes where nobody uploaded anything."""


def with_scheme(address: str) -> str:
    """Return a web address with its scheme, where it was written from `www.` on."""
    return f"https://{address}" if address.startswith("www.") else address


def read_urls(fields: Fields, keys: Iterable[str], site: str) -> tuple[str, ...]:
    """Return the web addresses under these keys, each once; what is none is a warning.

    A path is completed by the address of the `site` where that is known.
    """
    found: dict[str, None] = {}
    for key in keys:
        for written in fields.texts(key, commas=False):
            url = safe_url(site + written if site and is_path(written) else with_scheme(written))
            if url:
                found[url] = None
            else:
                fields.keep_with_warning(key, written, *_bad_address(key, written))
    return tuple(found)


def read_links(fields: Fields, key: str) -> tuple[Link, ...]:
    """Return the links in a list of addresses or of maps, each address once, with its label.

    What is no web address is a warning and stays in `extra`.
    """
    key, value = fields.take(key)
    found: dict[str, Link] = {}
    refused: list[RawValue] = []
    for item in value if isinstance(value, list) else [value]:
        written, label = _written(item)
        url = safe_url(with_scheme(written))
        if url:
            found.setdefault(url, Link(label or url, url))
        elif written not in _PLACEHOLDERS and not is_empty(item):
            refused.append(item)
    if refused:
        first = _written(refused[0])[0] or refused[0]
        shown = first if isinstance(first, str) else str(first)
        fields.keep_with_warning(key, refused, *_bad_address(key, shown))
    return tuple(found.values())


def read_page_link(fields: Fields, key: str, label: str = "Page") -> tuple[Link, ...]:
    """Return the link to a session's page, if there is one."""
    return tuple(Link(label, url) for url in read_urls(fields, (key,), ""))


def is_video(url: str) -> bool:
    """Whether a web address leads to a recording: by its suffix, or on a site made for videos."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return host in _VIDEO_HOSTS or parts.path.lower().endswith(_VIDEO_SUFFIXES)


def is_path(written: str) -> bool:
    """Whether an address is one within a site."""
    return written.startswith("/") and not written.startswith("//")


def _written(item: RawValue) -> tuple[str, str]:
    """Return the address and the label in an item of a list of links."""
    if not isinstance(item, dict):
        return (item.strip() if isinstance(item, str) else "", "")
    texts = {key: value for key, value in item.items() if isinstance(value, str) and value.strip()}
    address = next((texts[key] for key in ("href", "url", "link") if key in texts), "")
    names = ("title", "label", "name", "linkType", "text")
    return address.strip(), clean(next((texts[key] for key in names if key in texts), ""))


def _bad_address(key: str, written: str) -> tuple[str, str, str]:
    if is_path(written):
        return (
            "relative-link",
            f"`{key}` is {in_quotes(written)}, an address within a site that is not known",
            "Write the whole address, or the site's `url` in conference.yaml.",
        )
    return (
        "bad-link",
        f"`{key}` is {in_quotes(written)}, no web address that confui would open",
        "Write the whole address, beginning with https://.",
    )


_VIDEO_SITES = {
    "youtube": (re.compile(r"[\w-]{6,20}", re.ASCII), "https://www.youtube.com/watch?v="),
    "vimeo": (re.compile(r"\d{5,12}", re.ASCII), "https://vimeo.com/"),
}
"""How each site names a video, and what makes an address of the name."""


def read_recordings(fields: Fields, site: str) -> tuple[str, ...]:
    """Return the addresses of a session's recordings, each once; what is none is a warning.

    A name without an address counts only where the key tells the site. A path is completed by the
    address of the conference's own `site`.
    """
    found = read_urls(fields, ("video_url", "additional_video_url"), site)
    for key, (name, prefix) in _VIDEO_SITES.items():
        written_key, value = fields.take(key)
        if isinstance(value, str) and name.fullmatch(value.strip()):
            found = (*found, prefix + value.strip())
        elif written_key:
            fields.restore(written_key, value)
            found = (*found, *read_urls(fields, (written_key,), site))
    return tuple(dict.fromkeys(found))
