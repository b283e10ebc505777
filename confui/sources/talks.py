"""One talk file as a session: which key means what, and what happens where it means nothing."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from confui.schedule.models import EndSource, Level, Link, Problem, Session, Speaker
from confui.sources.documents import Document
from confui.sources.fields import Fields
from confui.sources.findings import Findings, quoted
from confui.sources.kinds import kind_of, level_of
from confui.sources.people import complete, speakers_of
from confui.sources.settings import Settings
from confui.text import clean, safe_url

SESSION_KEYS = frozenset(
    (
        *("date", "start_datetime", "end_date", "end_datetime", "room", "track", "category"),
        *("talk_slot", "schedule_layout", "schedule-layout", "difficulty", "level", "accepted"),
        *("presenters", "presenter_slugs", "speakers", "abstract"),
    )
)
"""A Markdown file with one of these keys in its front matter is a talk file."""

FIRST_KEYS = SESSION_KEYS | {"title", "session_title"}
"""What front matter is known by where it begins without its `---` line."""

UNTITLED = "(untitled)"

_WHOLE_VENUE = "full"
_SLOT = re.compile(r"t\d+")
_ELEMENT = re.compile(
    r"<(a|b|big|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>"
    r"([^<>]*)</\1\s*>|<br\s*/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_NESTED = 8
"""How many elements within one another a title may have; a hostile one has thousands."""

_LONGEST = timedelta(days=7)


def read_session(
    file: str, document: Document, presenters: Mapping[str, Speaker], settings: Settings
) -> tuple[Session, list[Problem]]:
    """Return the session that a talk file describes, and what is odd about it.

    `file` is the legible path within the source: the session's id. `presenters` are those with a
    file of their own, by slug. The session has no end that the file does not give.
    """
    findings = Findings(file, document.lines)
    findings.repeated(document.repeated)
    if not document.opened:
        findings.warning(
            "no-opening-line",
            "",
            "The front matter begins without a line `---`",
            "Put a line `---` before the first key.",
            line=1,
        )
    fields = Fields(document.values, findings)
    title = _title(fields)
    speakers = speakers_of(fields, presenters)
    category = fields.text("category")
    start, end, utc_offset = _times(fields)
    rooms, whole_venue, slot = _place(fields)
    track = fields.text("track")
    if _SLOT.fullmatch(track):
        slot, track = track, ""
    level, level_label = _level(fields)
    session = Session(
        id=file,
        title=title,
        subtitle=fields.text("subtitle"),
        kind=kind_of(category, _folders(file), title, has_speakers=bool(speakers)),
        kind_label=category,
        start=start,
        end=end,
        end_source=EndSource.UNKNOWN if end is None else EndSource.GIVEN,
        utc_offset=utc_offset,
        day=None if start is None else settings.day_of(start),
        rooms=rooms,
        whole_venue=whole_venue,
        slot=slot,
        track=track,
        level=level,
        level_label=level_label,
        language=fields.texts("language"),
        tags=fields.texts("tags"),
        speakers=speakers,
        abstract=fields.text("abstract", multiline=True),
        body=clean(document.body, multiline=True),
        video=_addresses(fields, ("video_url", "additional_video_url"), settings.url),
        slides=_addresses(fields, ("slides_url",), settings.url),
        links=_page(fields, settings.url),
        visible=_visible(fields),
        extra=fields.extra,
    )
    return session, findings.problems


def _title(fields: Fields) -> str:
    written = fields.text("title", "session_title")
    title = plain(written) if "<" in written or "&" in written else written
    if not title and not fields.findings.problems_at("title"):
        fields.findings.error("no-title", "title", "The session has no title", "Write a `title`.")
    return title or UNTITLED


def plain(title: str) -> str:
    """Return a title without the HTML in it: elements become their text, entities their sign.

    Only elements that occur within a line of text count, and only where they are closed, so that
    `list<int>` stays what it is.
    """
    for _ in range(_NESTED):
        title = _ELEMENT.sub(lambda element: element[2] or " ", title)
    if _ENTITY.search(title):
        from html import unescape  # its table of entities is large and rarely needed

        title = _ENTITY.sub(lambda entity: unescape(entity[0]), title)
    return clean(title)


def _times(fields: Fields) -> tuple[datetime | None, datetime | None, int | None]:
    """Return start, end and offset; an end that cannot be is None and stays in `extra`."""
    start_key, start = fields.wall_time("date", "start_datetime")
    end_key, end = fields.wall_time("end_date", "end_datetime")
    reason = "" if end.when is None else _against(start.when, end.when)
    if end.when is None or not reason:
        return start.when, end.when, start.utc_offset
    written = f"{end.when:%Y-%m-%d %H:%M}"
    if start_key and start.when is None:
        fields.keep(end_key, written)  # the start is a problem already
    else:
        message = f"The session ends at {written}, {reason}"
        fields.refuse(end_key, written, "bad-end", message, "Correct the start or the end.")
    return start.when, None, start.utc_offset


def _against(start: datetime | None, end: datetime) -> str:
    """Return what speaks against an end, or the empty string."""
    if start is None:
        return "but has no start"
    if end <= start:
        return "not after its start"
    return "more than a week after its start" if end > start + _LONGEST else ""


def _place(fields: Fields) -> tuple[tuple[str, ...], bool, str]:
    """Return the rooms, whether the session spans the venue, and its parallel slot."""
    written = fields.texts("room", commas=False)
    rooms = tuple(room for room in written if room.lower() != _WHOLE_VENUE)
    whole_venue = len(rooms) < len(written)
    slot = ""
    for key in ("talk_slot", "schedule_layout", "schedule-layout"):
        layout = fields.text(key)
        if layout.lower() == _WHOLE_VENUE:
            whole_venue = True
        elif _SLOT.fullmatch(layout):
            slot = layout
        elif layout:
            fields.keep(key, layout)
    return rooms, whole_venue, slot


def _level(fields: Fields) -> tuple[Level | None, str]:
    label = fields.text("difficulty", "level")
    level = level_of(label)
    if label and level is None:
        key = "difficulty" if fields.findings.line("difficulty") else "level"
        fields.findings.warning(
            "unknown-level",
            key,
            f"`{key}` is {quoted(label)}",
            "Write All, Beginner, Intermediate or Advanced.",
        )
    return level, label


def _visible(fields: Fields) -> bool:
    shown = [fields.truth(key) for key in ("accepted", "published")]
    hidden = [fields.truth(key) for key in ("hidden", "hide", "draft", "hidefromlist")]
    return False not in shown and True not in hidden


def _addresses(fields: Fields, keys: Iterable[str], site: str) -> tuple[str, ...]:
    addresses: dict[str, None] = {}
    for key in keys:
        for written in fields.texts(key, commas=False):
            url = safe_url(site + written if site and _is_path(written) else complete(written))
            if url:
                addresses[url] = None
            else:
                fields.refuse(key, written, *_bad_address(key, written))
    return tuple(addresses)


def _bad_address(key: str, written: str) -> tuple[str, str, str]:
    if _is_path(written):
        return (
            "relative-link",
            f"`{key}` is {quoted(written)}, an address within a site that is not known",
            "Write the whole address, or the site's `url` in conference.yaml.",
        )
    return (
        "bad-link",
        f"`{key}` is {quoted(written)}, no web address that confui would open",
        "Write the whole address, beginning with https://.",
    )


def _is_path(written: str) -> bool:
    return written.startswith("/") and not written.startswith("//")


def _page(fields: Fields, site: str) -> tuple[Link, ...]:
    permalink = fields.text("permalink")
    if not permalink:
        return ()
    fields.keep("permalink", permalink)
    url = safe_url(site + permalink) if site and _is_path(permalink) else ""
    return (Link("Page", url),) if url else ()


def _folders(file: str) -> list[str]:
    """Return the names of a file's folders, the nearest first, without a leading underscore."""
    return [folder.lstrip("_") for folder in reversed(file.split("/")[:-1])]
