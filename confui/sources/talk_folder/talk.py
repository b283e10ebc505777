"""Turns a talk file, or an entry of a list, into a session: which key becomes which field."""

import re
from collections.abc import Mapping, Sequence

from confui.schedule.models import Link, Problem, Session, Speaker
from confui.sources.problems import ProblemCollector
from confui.sources.syntax.raw_values import RawValue
from confui.sources.talk_folder.conference_yaml import ConferenceSettings
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.values.fields import Fields, is_empty
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import read_audience_level, read_level
from confui.sources.values.links import is_path, read_recordings, read_urls
from confui.sources.values.people import read_speakers
from confui.sources.values.session_times import read_talk_times
from confui.sources.values.synonyms import (
    SESSION_KEYS,
    canonical_name,
    find_talk_synonyms,
    normalise_key,
)
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_visible
from confui.text import clean, safe_url, with_emoji

FIRST_KEYS = SESSION_KEYS | {"title", "date", "category", "level"}
"""Keys by which front matter is recognised without its opening `---` line."""

_SLOT_KEYS = frozenset(
    (
        *("slot", "slots", "timeslot", "schedule", "scheduled", "session", "talk", "event"),
        *("time", "when"),
    )
)
"""Keys, in snake case, of an object with the time of a session."""
_IN_SLOTS = frozenset({"date", "start", "end_date", "duration", "room"})
_WHOLE_VENUE = "full"
_SLOT = re.compile(r"t\d+")


def read_session(
    file: str,
    document: MarkdownFile,
    presenters: Mapping[str, Speaker],
    settings: ConferenceSettings,
) -> tuple[Session, list[Problem]]:
    """Return the session in a talk file, and its problems. A missing end is not inferred here.

    Args:
        file: The printable path within the source, which becomes the session's id.
        document: The parts of the file.
        presenters: Those that have a presenter file, by slug.
        settings: The settings of the conference.
    """
    collector = ProblemCollector(file, document.lines)
    collector.repeated(document.repeated)
    if not document.opened:
        collector.warning(
            "no-opening-line",
            "",
            "The front matter begins without a line `---`",
            "Put a line `---` before the first key.",
            line=1,
        )
    session = build_session(document, folder_names(file), collector, presenters, settings)
    return session._replace(id=file), collector.problems


def build_session(
    document: MarkdownFile,
    folders: Sequence[str],
    collector: ProblemCollector,
    presenters: Mapping[str, Speaker],
    settings: ConferenceSettings,
) -> Session:
    """Return the session in front matter and a body, with an empty id.

    Args:
        document: The front matter and the body.
        folders: The names of the folders around it, the nearest first. They may tell the kind.
        collector: Where problems are added.
        presenters: Those that have a presenter file, by slug.
        settings: The settings of the conference.
    """
    values = _open_slot(document.values)
    synonyms = find_talk_synonyms(values, settings.fields)
    fields = Fields(values, collector, synonyms=synonyms)
    title = read_title(fields, "title", "session_title")
    speakers = read_speakers(fields, presenters)
    category = fields.text("category")
    times = read_talk_times(
        fields, settings.day_change, zone=settings.timezone, order=settings.dates
    )
    rooms, whole_venue, slot = _read_place(fields)
    track = fields.text("track")
    if _SLOT.fullmatch(track):
        slot, track = track, ""
    level, level_label = read_level(fields)
    if not level_label:
        level, level_label = read_audience_level(fields)
    return Session(
        id="",
        title=with_emoji(title),
        subtitle=fields.text("subtitle"),
        kind=infer_kind(category, folders, title, has_speakers=bool(speakers)),
        kind_label=category,
        start=times.start,
        end=times.end,
        end_source=times.end_source,
        utc_offset=times.utc_offset,
        day=times.day,
        rooms=rooms,
        whole_venue=whole_venue,
        slot=slot,
        track=fields.text("track_name") or track,
        level=level,
        level_label=level_label,
        language=fields.texts("language"),
        tags=fields.texts("tags"),
        speakers=speakers,
        abstract=fields.text("abstract", multiline=True),
        body=clean(document.body, multiline=True),
        video=read_recordings(fields, settings.url),
        slides=read_urls(fields, ("slides_url",), settings.url),
        links=_read_page(fields, settings.url),
        visible=is_visible(fields),
        line=collector.line(times.start_key),
        keys=read_identity_keys(document.values, page="permalink"),
        extra=add_do_not_record(fields.extra),
    )


def folder_names(file: str) -> list[str]:
    """Return the names of the folders around a file, the nearest first, without leading `_`."""
    return [folder.lstrip("_") for folder in reversed(file.split("/")[:-1])]


def _open_slot(values: dict[str, RawValue]) -> dict[str, RawValue]:
    """Return front matter with the time and room at its top that lie in the only slot below it."""
    slots = [
        (key, slot)
        for key, value in values.items()
        if not isinstance(value, str) and normalise_key(key) in _SLOT_KEYS
        for slot in (value if isinstance(value, list) else [value])
    ]
    if len(slots) != 1:
        return values
    [(key, slot)] = slots
    names = {
        canonical_name(key)
        for key, value in values.items()
        if isinstance(value, str) and not is_empty(value)
    }
    if not isinstance(slot, dict) or names & {"date", "start"}:
        return values
    placed = {
        name: value
        for name, value in slot.items()
        if canonical_name(name) in _IN_SLOTS and canonical_name(name) not in names
    }
    if not any(canonical_name(name) in ("date", "start") for name in placed):
        return values
    rest = {name: value for name, value in slot.items() if name not in placed}
    return {**{name: v for name, v in values.items() if name != key}, **placed, key: rest}


def _read_place(fields: Fields) -> tuple[tuple[str, ...], bool, str]:
    """Return the rooms, whether the session is for the whole venue, and its parallel slot."""
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


def _read_page(fields: Fields, site: str) -> tuple[Link, ...]:
    permalink = fields.text("permalink")
    if not permalink:
        return ()
    fields.keep("permalink", permalink)
    url = safe_url(site + permalink) if site and is_path(permalink) else ""
    return (Link("Page", url),) if url else ()
