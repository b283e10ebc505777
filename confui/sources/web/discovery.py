"""Where a web page has its schedule: the exports that it links to, embeds, or is known to have.

A page is read tag by tag, each for itself: a parser of whole pages takes quadratic time over a page
that was made to be unreadable.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from confui.sources.web.urls import RefusedUrlError, downloadable_url, leads_to_private_network

_PAGE = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+)?html[\s>]", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(
    r"<(?:a|base|iframe|link|meta|script|pretalx-schedule)\s[^<>]{1,1000}>", re.IGNORECASE
)
_MAX_ADDRESSES = 20_000
"""How many addresses of a page are looked at."""

_EXPORT = "schedule/export/schedule.json"
_RANKS = {"json": 0, "frab": 1, "xml": 1, "ics": 2, "xcal": 3}
"""Which export tells most of a schedule; the last is one that not every reader knows."""

_SCHEDULE = re.compile(r"(?:^|[^a-z])schedule\.(json|xml|ics|frab|xcal)$|\.(frab)$")
_CALENDAR = re.compile(r"\.ics$")
_TYPES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/calendar": "ics",
}
_PRETALX_PART = re.compile(r"(.*/)schedule/(?:export|widget)/")
_PRETALX_SCHEDULE = re.compile(r"(.*/[^/]+/)schedule/(?:v/[^/]+/)?$")
_PRETALX_EVENT = re.compile(r"/[a-z0-9-]+/", re.IGNORECASE)
_SESSIONIZE = re.compile(r"sessionize\.com\\?/api\\?/v2\\?/([a-z0-9]{1,40})\\?/", re.IGNORECASE)


class _Tag(NamedTuple):
    name: str
    values: dict[str, str]

    @property
    def address(self) -> str:
        """What it leads to or embeds, as written; may be empty."""
        named = ("href", "src", "event-url", "event")
        return next((self.values[name] for name in named if self.values.get(name)), "")


class _Export(NamedTuple):
    """An address that may have a schedule; the best is the least."""

    guessed: bool
    """It may as well be something else, by its name."""
    elsewhere: bool
    rank: int
    url: str


def is_page(content: bytes) -> bool:
    """Whether a content is a web page."""
    return _PAGE.match(content.removeprefix(codecs.BOM_UTF8)) is not None


def find_exports(page: bytes, url: str) -> tuple[str, ...]:
    """Return the addresses of schedules that a web page leads to, the best first, each once.

    Those that its links name, those of the pretalx event that it is part of or embeds, and that of
    a schedule by Sessionize that it embeds. JSON comes before XML, XML before calendars.

    Only what may be asked comes out: https, or this very computer where the page is from there.

    Args:
        page: The page.
        url: Where it lies.
    """
    text = page.decode("utf-8", "replace")
    tags = list(_tags(text))
    home = next((tag.address for tag in tags if tag.name == "base"), "")
    found = [
        *_linked(tags, _joined(url, home) or url),
        *(
            _Export(False, False, 0, f"https://sessionize.com/api/v2/{id}/view/All")
            for id in dict.fromkeys(_SESSIONIZE.findall(f"{url} {text}"))
        ),
    ]
    if not any(_PRETALX_PART.match(each.url) for each in found) and _is_pretalx(tags):
        found += _of_pretalx(tags, url)
    origin = urlsplit(url)[:2]
    allowed = (
        each._replace(url=target, elsewhere=urlsplit(target)[:2] != origin)
        for each in found
        if (target := _askable(each.url))
        and not leads_to_private_network(url, target)
        and target != url
    )
    return tuple(dict.fromkeys(each.url for each in sorted(allowed, key=lambda each: each[:3])))


def _linked(tags: Iterable[_Tag], home: str) -> Iterator[_Export]:
    """Yield what links and embedded schedules lead to."""
    for tag in tags:
        target = _joined(home, tag.address)
        if tag.name == "pretalx-schedule":
            yield _Export(False, False, 0, f"{target.rstrip('/')}/{_EXPORT}")
        if tag.name in ("a", "link", "iframe", "script"):
            yield from _named(target, tag)


def _named(target: str, tag: _Tag) -> Iterator[_Export]:
    """Yield what one address leads to, by its path and by what its link says."""
    try:
        path = urlsplit(target).path.lower()
    except ValueError:
        return
    if named := _SCHEDULE.search(path):
        yield _Export(False, False, _RANKS[named[1] or named[2]], target)
    elif _CALENDAR.search(path):
        yield _Export(True, False, _RANKS["ics"], target)
    elif tag.name == "link" and "alternate" in tag.values.get("rel", "").lower().split():
        written = tag.values.get("type", "").partition(";")[0].strip().lower()
        if written in _TYPES:
            yield _Export(True, False, _RANKS[_TYPES[written]], target)
    if event := _PRETALX_PART.match(target):
        yield _Export(False, False, 0, event[1] + _EXPORT)


def _is_pretalx(tags: Iterable[_Tag]) -> bool:
    """Whether a page was made by pretalx: it says so, or uses its files."""
    made_by = (
        tag.values.get("content", "") if tag.values.get("name") == "generator" else tag.address
        for tag in tags
    )
    return any("pretalx" in each.lower() for each in made_by)


def _of_pretalx(tags: Iterable[_Tag], url: str) -> Iterator[_Export]:
    """Yield the export of the event that a page of pretalx is about."""
    for tag in tags:
        if tag.name == "a" and (event := _PRETALX_SCHEDULE.match(_joined(url, tag.address))):
            yield _Export(False, False, 0, event[1] + _EXPORT)
    if event := _PRETALX_EVENT.match(f"{urlsplit(url).path.rstrip('/')}/"):
        yield _Export(True, False, 0, urljoin(url, event[0] + _EXPORT))


def _tags(text: str) -> Iterator[_Tag]:
    """Yield the tags of a page that may say where a schedule is."""
    for number, found in enumerate(_TAG.finditer(text)):
        if number >= _MAX_ADDRESSES:
            return
        reader = _TagReader()
        reader.feed(found[0])
        yield from reader.tags


class _TagReader(HTMLParser):
    """Reads a tag."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[_Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(_Tag(tag, {name: value or "" for name, value in attrs}))


def _joined(home: str, written: str) -> str:
    try:
        return urljoin(home, written.strip()) if written else ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _askable(written: str) -> str:
    try:
        return downloadable_url(written)
    except RefusedUrlError:
        return ""
