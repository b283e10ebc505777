"""One talk file as a session: which key means what, and what happens where it means nothing."""

import re
from collections.abc import Mapping
from datetime import datetime

from confui.schedule.models import EndSource, Link, Problem, Session, Speaker
from confui.sources.addresses import addresses, is_path
from confui.sources.documents import Document
from confui.sources.fields import Fields
from confui.sources.findings import Findings
from confui.sources.identity import keys_of
from confui.sources.kinds import kind_of
from confui.sources.levels import stated_level
from confui.sources.people import speakers_of
from confui.sources.settings import Settings
from confui.sources.spans import against
from confui.sources.titles import title_of
from confui.sources.visibility import is_visible
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

_WHOLE_VENUE = "full"
_SLOT = re.compile(r"t\d+")


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
    title = title_of(fields, "title", "session_title")
    speakers = speakers_of(fields, presenters)
    category = fields.text("category")
    start_key, start, end, utc_offset = _times(fields)
    rooms, whole_venue, slot = _place(fields)
    track = fields.text("track")
    if _SLOT.fullmatch(track):
        slot, track = track, ""
    level, level_label = stated_level(fields)
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
        video=addresses(fields, ("video_url", "additional_video_url"), settings.url),
        slides=addresses(fields, ("slides_url",), settings.url),
        links=_page(fields, settings.url),
        visible=is_visible(fields),
        line=findings.line(start_key),
        keys=keys_of(document.values, page="permalink"),
        extra=fields.extra,
    )
    return session, findings.problems


def _times(fields: Fields) -> tuple[str, datetime | None, datetime | None, int | None]:
    """Return the key of the start, start, end and offset.

    An end that cannot be is None and stays in `extra`.
    """
    start_key, start = fields.wall_time("date", "start_datetime")
    end_key, end = fields.wall_time("end_date", "end_datetime")
    reason = "" if end.when is None else against(start.when, end.when)
    if end.when is None or not reason:
        return start_key, start.when, end.when, start.utc_offset
    written = f"{end.when:%Y-%m-%d %H:%M}"
    if start_key and start.when is None:
        fields.keep(end_key, written)  # the start is a problem already
    else:
        message = f"The session ends at {written}, {reason}"
        fields.refuse(end_key, written, "bad-end", message, "Correct the start or the end.")
    return start_key, start.when, None, start.utc_offset


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


def _page(fields: Fields, site: str) -> tuple[Link, ...]:
    permalink = fields.text("permalink")
    if not permalink:
        return ()
    fields.keep("permalink", permalink)
    url = safe_url(site + permalink) if site and is_path(permalink) else ""
    return (Link("Page", url),) if url else ()


def _folders(file: str) -> list[str]:
    """Return the names of a file's folders, the nearest first, without a leading underscore."""
    return [folder.lstrip("_") for folder in reversed(file.split("/")[:-1])]
