"""Reads the JSON of Sessionize: its views "All", "Sessions" and "GridSmart"."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from confui.schedule.models import Conference, Kind, Level, Link, Session
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.document import Document
from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.sources.syntax.json_text import JsonLines
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.dates import DayOrder
from confui.sources.values.fields import Fields, is_empty
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import (
    find_level_among,
    is_about_level,
    parse_level,
    warn_unknown_level,
)
from confui.sources.values.links import read_urls, read_video_urls
from confui.sources.values.people import make_slug, read_persons
from confui.sources.values.session_times import read_event_times
from confui.sources.values.source_dates import find_day_order
from confui.sources.values.synonyms import is_event_time
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_cancelled_state, is_visible
from confui.text import clean, fold, with_emoji

_FORMATS = ("format", "session format", "session type", "type", "kind")
_LANGUAGES = ("language", "languages", "sprache", "langue", "idioma")
_PRIVATE = ("questionAnswers", "isServiceSession", "isPlenumSession", "isInformed", "isConfirmed")

_SYNONYMS = {
    "title": ("title", "name"),
    "description": ("description", "abstract"),
    "startsAt": ("startsAt", "starts_at", "start", "start_time"),
    "endsAt": ("endsAt", "ends_at", "end", "end_time"),
    "roomId": ("roomId", "room_id"),
    "speakers": ("speakers", "speakerIds"),
}
"""Spellings of the keys, by Sessionize and by programs that imitate it."""

_Objects = list[dict[str, RawValue]]


def is_sessionize(values: RawValue) -> bool:
    """Return whether a JSON document is by Sessionize."""
    if isinstance(values, dict):
        listed = _objects(values.get("sessions"))
        return any("startsAt" in session or "categoryItems" in session for session in listed)
    return any(
        _objects(each.get("rooms")) or _objects(each.get("sessions")) for each in _objects(values)
    )


def read_sessionize(
    document: Document, builder: ConferenceBuilder, source_info: SourceInfo
) -> Conference:
    """Return the conference in a document by Sessionize.

    Its times are wall times, unless its organisers chose UTC.
    """
    values, json_lines = document.values, JsonLines(document.text)
    root = values if isinstance(values, dict) else {}
    rooms = {_text(room, "id"): _text(room, "name") for room in _objects(root.get("rooms"))}
    speakers = {_text(person, "id"): person for person in _objects(root.get("speakers"))}
    categories = _Categories(_objects(root.get("categories")))
    info = builder.with_declared(
        ConferenceInfo(rooms=tuple(filter(None, map(clean, rooms.values()))))
    )
    sessions = _objects(root.get("sessions")) or [*_grid_sessions(_objects(values))]
    order, notes = find_day_order(
        [(source_info.file, session) for session in sessions], is_event_time
    )
    builder.problems.extend(notes)
    context = _Context(rooms, speakers, categories, info, order, builder)
    for raw_session in sessions:
        if not builder.skip_if_full():
            subject = in_quotes(_text(raw_session, "title") or _text(raw_session, "id"))
            line = json_lines.line(raw_session)
            collector = ProblemCollector(source_info.file, {}, first_line=line, subject=subject)
            builder.add(_session(raw_session, collector, context), collector, line)
    if document.error is not None:
        builder.cut_short(document.error)
    return builder.build(info)


def _grid_sessions(groups: _Objects) -> Iterable[dict[str, RawValue]]:
    """Yield the sessions of a grid (days with rooms with sessions) or of groups of sessions.

    A plenum session is listed in each of its rooms, but yielded once.
    """
    seen: set[str] = set()
    for group in groups:
        rooms = _objects(group.get("rooms")) or [group]
        for grid_room in rooms:
            for session in _objects(grid_room.get("sessions")):
                id = _text(session, "id")
                if id and id in seen and _text(session, "isPlenumSession") == "true":
                    continue
                seen.add(id)
                listed_under = grid_room.get("name", "") if grid_room is not group else ""
                room = session.get("room") or listed_under
                yield {**session, "room": room}


class _Categories:
    """The categories of a conference, such as level or track; organisers choose their names."""

    def __init__(self, categories: _Objects) -> None:
        self._items = {
            _text(item, "id"): (_text(category, "title"), _text(item, "name"))
            for category in categories
            for item in _objects(category.get("items"))
        }

    def of(self, session: Mapping[str, RawValue], unknown: list[str]) -> list[tuple[str, str]]:
        """Return each category of a session and the name of the chosen item.

        Chosen items that do not exist are added to `unknown`.
        """
        chosen = session.get("categoryItems", "")
        ids = [id for id in chosen if isinstance(id, str)] if isinstance(chosen, list) else []
        items = [self._items.get(id, ("", "")) for id in ids]
        unknown.extend(id for id in ids if self._items and id not in self._items)
        for category in _objects(session.get("categories")):
            for item in _objects(category.get("categoryItems")):
                items.append((_text(category, "name"), _text(item, "name")))
        return [(clean(title), clean(name)) for title, name in items if not is_empty(name)]


class _Context(NamedTuple):
    """What the sessions of a document refer to or have in common."""

    rooms: Mapping[str, str]
    speakers: Mapping[str, RawValue]
    categories: _Categories
    info: ConferenceInfo
    order: DayOrder | None
    builder: ConferenceBuilder
    """Gets the references to what is not there."""

    def look_up_speaker(self, person: RawValue) -> RawValue:
        if not isinstance(person, str) or person in self.speakers:
            return self.speakers[person] if isinstance(person, str) else person
        if self.speakers:
            self.builder.add_unknown("speaker", person)
        return person

    def look_up_room(self, name: str, id: str) -> str:
        known = self.rooms.get(name) or name or self.rooms.get(id, "")
        if id and not known:
            self.builder.add_unknown("room", id)
        return clean(known)


def _session(
    raw_session: dict[str, RawValue], collector: ProblemCollector, context: _Context
) -> Session:
    unknown: list[str] = []
    named = context.categories.of(raw_session, unknown)
    for id in unknown:
        context.builder.add_unknown("category", id)
    values = {key: value for key, value in raw_session.items() if not is_empty(value)}
    for key in _SYNONYMS["speakers"]:
        people = values.get(key, "")
        if isinstance(people, list):
            values[key] = [context.look_up_speaker(person) for person in people]
    for key in ("title", "name", "description", "abstract"):
        if key in values:
            values[key] = plain_value(values[key])
    fields = Fields(values, collector, synonyms=_SYNONYMS)
    for key in (*_PRIVATE, "categoryItems", "categories"):
        fields.drop(key)
    service, plenum = (_text(raw_session, key) == "true" for key in _PRIVATE[1:3])
    title = read_title(fields, "title")
    times = read_event_times(
        fields,
        context.info.day_change,
        zone=context.info.timezone,
        order=context.order,
        start_key="startsAt",
        end_key="endsAt",
    )
    persons = read_persons(fields, "speakers")
    level, label = _level(named, collector)
    kind_label = next((name for title, name in named if fold(title) in _FORMATS), "")
    kind = infer_kind(kind_label, (), title, has_speakers=bool(persons))
    place = context.look_up_room(fields.text("room"), fields.text("roomId"))
    known = (*_FORMATS, *_LANGUAGES, "track")
    return Session(
        id=fields.text("id") or make_slug(title) or "session",
        title=with_emoji(title),
        kind=Kind.SERVICE if service and kind in (Kind.TALK, Kind.OTHER) else kind,
        kind_label=kind_label,
        start=times.start,
        end=times.end,
        end_source=times.end_source,
        utc_offset=times.utc_offset,
        day=times.day,
        rooms=(place,) if place else (),
        whole_venue=plenum,
        track=next((name for title, name in named if fold(title) == "track"), ""),
        level=level,
        level_label=label,
        language=tuple(name for title, name in named if fold(title) in _LANGUAGES),
        tags=tuple(
            dict.fromkeys(
                name
                for title, name in named
                if fold(title) not in known and not is_about_level(title)
            )
        ),
        speakers=persons,
        abstract=html_to_markdown_text(fields.text("description", multiline=True)),
        video=read_video_urls(fields, ("recordingUrl",), ""),
        links=tuple(Link("Live", url) for url in read_urls(fields, ("liveUrl",), "")),
        keys=read_identity_keys(raw_session, guid="id"),
        visible=is_visible(fields) and not is_cancelled_state(fields.text("status")),
        extra=add_do_not_record(fields.extra),
    )


def _level(named: list[tuple[str, str]], collector: ProblemCollector) -> tuple[Level | None, str]:
    """Return the level and its label: of the category about levels, else of any category."""
    for title, name in named:
        if is_about_level(title):
            level = parse_level(name)
            if level is None:
                warn_unknown_level(name, title, collector)
            return level, name
    return find_level_among(name for _, name in named)


def _objects(value: "RawValue | None") -> _Objects:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(values: Mapping[str, RawValue], key: str) -> str:
    value = values.get(key, "")
    return "" if not isinstance(value, str) or is_empty(value) else value.strip()
