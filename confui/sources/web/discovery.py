"""Finds the schedule of a conference from its web page: the exports it links to or embeds.

Each tag is parsed on its own: an HTML parser takes quadratic time over a hostile page.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from confui.sources.web.urls import RefusedUrlError, downloadable_url, leads_to_private_network

_PAGE = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+)?html[\s>]", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(
    r"<(?:a|base|iframe|link|meta|script|pretalx-schedule)\s[^<>]{1,1000}>", re.IGNORECASE
)
_MAX_TAGS = 20_000
"""How many tags of a page are read."""

_EXPORT = "schedule/export/schedule.json"
_RANKS = {"json": 0, "frab": 1, "xml": 1, "ics": 2, "xcal": 3}
"""Lower is better: the formats with the most information first, a rare one last."""

_SCHEDULE = re.compile(
    r"(?:^|[^a-z])(?:schedule|pentabarf|frab|fahrplan)\.(json|xml|ics|frab|xcal)$"
    r"|(?:^|[^a-z])schedule/(json|xml|ics|frab|xcal)/?$"
    r"|\.(frab)$"
)
_CALENDAR = re.compile(r"\.ics$")
_OTHER_XML = re.compile(r"\.xml$")
"""An XML file of any name may be a schedule, since conferences link to few others."""
_NO_SCHEDULE = re.compile(
    r"(?:^|[/._-])(?:sitemap[a-z0-9_-]*|rss\d*|atom|feeds?|news|blog|podcast|opensearch"
    r"|osd|manifest|browserconfig|crossdomain|wlwmanifest|rsd|tags?|comments|humans)\b"
)
"""Files and folders of feeds, site maps and the like."""
_FORMAT_WORD = re.compile(r"(?:^|/)(ical|ics|icalendar|frab|pentabarf)(?:$|/)")
"""A part of a path that names the format, as in `/api/ical/programm`."""
_FORMAT_IN_QUERY = re.compile(
    r"(?:^|&)(?:format|output|type|export)=(ics|ical|xml|json|frab)(?:$|&)"
)
_PROGRAMME_WORD = re.compile(
    r"schedule|program|agenda|timetable|calendar|fahrplan|talks?\b|sessions?\b|event"
)
_TYPES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/calendar": "ics",
}
_CALENDAR_SCHEME = re.compile(r"webcals?://", re.IGNORECASE)
_INDICO_EVENT = re.compile(r"(.*/)event/(\d{1,10})(?:/|$)")
_INDICO_EXPORTS = (
    "export/timetable/{id}.json",
    "export/event/{id}.json?detail=contributions",
    "event/{id}/event.ics?scope=contribution",
)
"""What Indico publishes of an event, the most complete first, below the address of the server."""
_SCHED_HOST = re.compile(r"[a-z0-9-]+\.sched\.com$")
_PRETALX_PART = re.compile(r"(.*/)schedule/(?:export|widget)/")
_PRETALX_SCHEDULE = re.compile(r"(.*/[^/]+/)schedule/(?:v/[^/]+/)?$")
_PRETALX_EVENT = re.compile(r"/[a-z0-9-]+/", re.IGNORECASE)
_SESSIONIZE = re.compile(r"sessionize\.com\\?/api\\?/v2\\?/([a-z0-9]{1,40})\\?/", re.IGNORECASE)


class _Tag(NamedTuple):
    name: str
    values: dict[str, str]

    @property
    def target(self) -> str:
        """The URL that it links to or embeds, as written; empty if there is none."""
        names = ("href", "src", "event-url", "event")
        return next((self.values[name] for name in names if self.values.get(name)), "")


class _Export(NamedTuple):
    """A URL that may be a schedule. The best one sorts first."""

    guessed: bool
    """Whether it could be something else, judging by its name."""
    elsewhere: bool
    """Whether it is on another site than the page."""
    rank: int
    """See `_RANKS`."""
    url: str


def is_page(content: bytes) -> bool:
    """Return whether a file is a web page, by its first bytes."""
    return _PAGE.match(content.removeprefix(codecs.BOM_UTF8)) is not None


def find_exports(page: bytes, url: str) -> tuple[str, ...]:
    """Return the URLs of schedules that a web page leads to, the best first, without repeats.

    These are the links that look like a schedule, the export of the pretalx event that the page
    belongs to or embeds, and the data of an embedded Sessionize schedule. JSON comes before XML,
    XML before calendars.

    All URLs are downloadable: https, or on this computer if the page is too.

    Args:
        page: The HTML of the page.
        url: The URL of the page.
    """
    text = page.decode("utf-8", "replace")
    tags = list(_tags(text))
    base = next((tag.target for tag in tags if tag.name == "base"), "")
    exports = [
        *_linked_exports(tags, _join(url, base) or url),
        *(
            _Export(False, False, 0, f"https://sessionize.com/api/v2/{id}/view/All")
            for id in dict.fromkeys(_SESSIONIZE.findall(f"{url} {text}"))
        ),
    ]
    if not any(_PRETALX_PART.match(export.url) for export in exports) and _is_pretalx(tags):
        exports += _pretalx_exports(tags, url)
    exports += _exports_of_service(tags, url)
    origin = urlsplit(url)[:2]
    allowed = (
        export._replace(url=target, elsewhere=urlsplit(target)[:2] != origin)
        for export in exports
        if (target := _downloadable(export.url))
        and not leads_to_private_network(url, target)
        and target != url
    )
    best_first = sorted(allowed, key=lambda export: export[:3])
    return tuple(dict.fromkeys(export.url for export in best_first))


def _linked_exports(tags: Iterable[_Tag], base: str) -> Iterator[_Export]:
    """Yield the exports that tags link to or embed, with links relative to `base`."""
    for tag in tags:
        target = _join(base, tag.target)
        if tag.name == "pretalx-schedule":
            yield _Export(False, False, 0, f"{target.rstrip('/')}/{_EXPORT}")
        if tag.name in ("a", "link", "iframe", "script"):
            yield from _exports_at(target, tag)


def _exports_at(target: str, tag: _Tag) -> Iterator[_Export]:
    """Yield the exports that one link leads to, judging by its path and its media type."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return
    path, query = parts.path.lower(), parts.query.lower()
    if match := _SCHEDULE.search(path):
        yield _Export(False, False, _RANKS[match[1] or match[2] or match[3]], target)
    elif _CALENDAR_SCHEME.match(target):
        yield _Export(False, False, _RANKS["ics"], target)
    elif _CALENDAR.search(path):
        yield _Export(True, False, _RANKS["ics"], target)
    elif tag.name == "link" and "alternate" in tag.values.get("rel", "").lower().split():
        media_type = tag.values.get("type", "").partition(";")[0].strip().lower()
        if media_type in _TYPES:
            yield _Export(True, False, _RANKS[_TYPES[media_type]], target)
    elif tag.name == "a" and (kind := _guess_format(path, query)):
        yield _Export(True, False, _RANKS[kind], target)
    if event := _PRETALX_PART.match(target):
        yield _Export(False, False, 0, event[1] + _EXPORT)


def _guess_format(path: str, query: str) -> str:
    """Return the format that a link seems to lead to, judging by its words; empty if none.

    Feeds, site maps and the like are none. What a guess leads to is downloaded and read before it
    counts as a schedule.
    """
    if _NO_SCHEDULE.search(path) or _NO_SCHEDULE.search(query):
        return ""
    if _OTHER_XML.search(path):
        return "xml"
    if match := _FORMAT_WORD.search(path):
        return "ics" if match[1].startswith("ic") else "xml"
    match = _FORMAT_IN_QUERY.search(query)
    if match and _PROGRAMME_WORD.search(f"{path}?{query}"):
        return "ics" if match[1].startswith("ic") else match[1]
    return ""


def _exports_of_service(tags: Iterable[_Tag], url: str) -> Iterator[_Export]:
    """Yield the exports of a page that Indico or Sched made, at addresses that these always have.

    Indico says so on the page; the host of Sched does.
    """
    parts = urlsplit(url)
    if _SCHED_HOST.fullmatch(parts.hostname or ""):
        yield _Export(False, False, _RANKS["ics"], urljoin(url, "/all.ics"))
    event = _INDICO_EVENT.match(f"{parts.scheme}://{parts.netloc}{parts.path}")
    if event and any(
        "indico" in tag.values.get("content", "").lower() or "/indico" in tag.target.lower()
        for tag in tags
        if tag.name in ("meta", "script", "link")
    ):
        for rank, export in enumerate(_INDICO_EXPORTS):
            yield _Export(False, False, rank, event[1] + export.format(id=event[2]))


def _is_pretalx(tags: Iterable[_Tag]) -> bool:
    """Return whether pretalx made the page: its generator says so, or it loads pretalx's files."""
    clues = (
        tag.values.get("content", "") if tag.values.get("name") == "generator" else tag.target
        for tag in tags
    )
    return any("pretalx" in clue.lower() for clue in clues)


def _pretalx_exports(tags: Iterable[_Tag], url: str) -> Iterator[_Export]:
    """Yield the exports of the event that a page of pretalx belongs to."""
    for tag in tags:
        if tag.name == "a" and (event := _PRETALX_SCHEDULE.match(_join(url, tag.target))):
            yield _Export(False, False, 0, event[1] + _EXPORT)
    if event := _PRETALX_EVENT.match(f"{urlsplit(url).path.rstrip('/')}/"):
        yield _Export(True, False, 0, urljoin(url, event[0] + _EXPORT))


def _tags(text: str) -> Iterator[_Tag]:
    """Yield the tags of a page that may lead to a schedule."""
    for match in islice(_TAG.finditer(text), _MAX_TAGS):
        reader = _TagReader()
        reader.feed(match[0])
        yield from reader.tags


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[_Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(_Tag(tag, {name: value or "" for name, value in attrs}))


def _join(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip()) if link else ""
    except ValueError:  # brackets without an IPv6 address
        return ""


def _downloadable(url: str) -> str:
    try:
        return downloadable_url(url)
    except RefusedUrlError:
        return ""
