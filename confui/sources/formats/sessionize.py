"""The JSON that Sessionize offers: its view "All", and its grid of rooms side by side."""

from collections.abc import Iterable, Mapping

from confui.schedule.models import Conference, Kind, Level, Link, Session
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.sources.syntax.json_text import JsonPlaces, JsonText
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import Fields, is_empty
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import (
    find_level_among,
    is_about_level,
    parse_level,
    warn_unknown_level,
)
from confui.sources.values.links import read_urls
from confui.sources.values.people import make_slug, read_persons
from confui.sources.values.session_times import read_event_times
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_cancelled_state, is_visible
from confui.text import clean, fold

_FORMATS = ("format", "session format", "session type", "type", "kind")
_LANGUAGES = ("language", "languages", "sprache", "langue", "idioma")
_PRIVATE = ("questionAnswers", "isServiceSession", "isPlenumSession", "isInformed", "isConfirmed")

_SPELLED = {
    "title": ("title", "name"),
    "description": ("description", "abstract"),
    "startsAt": ("startsAt", "starts_at", "start", "start_time"),
    "endsAt": ("endsAt", "ends_at", "end", "end_time"),
    "roomId": ("roomId", "room_id"),
    "speakers": ("speakers", "speakerIds"),
}
"""What a programme that writes the same lists calls our names."""

_Objects = list[dict[str, RawValue]]


def is_sessionize(values: RawValue) -> bool:
    """Whether a JSON document is one of Sessionize's."""
    if isinstance(values, dict):
        listed = _objects(values.get("sessions"))
        return any("startsAt" in session or "categoryItems" in session for session in listed)
    return any(
        _objects(each.get("rooms")) or _objects(each.get("sessions")) for each in _objects(values)
    )


def read_sessionize(
    read: JsonText, builder: ConferenceBuilder, source_info: SourceInfo
) -> Conference:
    """Return the conference in a document of Sessionize, whose times are those at the venue."""
    values, places = read.values, JsonPlaces(read.text)
    root = values if isinstance(values, dict) else {}
    rooms = {_text(room, "id"): _text(room, "name") for room in _objects(root.get("rooms"))}
    speakers = {_text(person, "id"): person for person in _objects(root.get("speakers"))}
    topics = _Topics(_objects(root.get("categories")))
    info = builder.with_declared(
        ConferenceInfo(rooms=tuple(filter(None, map(clean, rooms.values()))))
    )
    sessions = _objects(root.get("sessions")) or [*_in_grid(_objects(values))]
    for written in sessions:
        if not builder.is_full:
            named = in_quotes(_text(written, "title") or _text(written, "id"))
            line = places.line(written)
            collector = ProblemCollector(source_info.file, {}, first_line=line, subject=named)
            builder.add(
                _session(written, collector, rooms, speakers, topics, info), collector, line
            )
    return builder.build(info)


def _in_grid(listed: _Objects) -> Iterable[dict[str, RawValue]]:
    """Yield the sessions of the grid: days with rooms with sessions; or of plain groups.

    A plenum session stands in each of its rooms; it comes once.
    """
    met: set[str] = set()
    for group in listed:
        places = _objects(group.get("rooms")) or [group]
        for place in places:
            for session in _objects(place.get("sessions")):
                id = _text(session, "id")
                if id and id in met and _text(session, "isPlenumSession") == "true":
                    continue
                met.add(id)
                room = session.get("room") or (place.get("name", "") if place is not group else "")
                yield {**session, "room": room}


class _Topics:
    """The categories of a conference, which organisers name as they like."""

    def __init__(self, categories: _Objects) -> None:
        self._items = {
            _text(item, "id"): (_text(category, "title"), _text(item, "name"))
            for category in categories
            for item in _objects(category.get("items"))
        }

    def of(self, session: Mapping[str, RawValue]) -> list[tuple[str, str]]:
        """Return the category and the name of each item of a session."""
        chosen = session.get("categoryItems", "")
        found = [self._items.get(id, ("", "")) for id in chosen if isinstance(id, str)]
        for category in _objects(session.get("categories")):
            for item in _objects(category.get("categoryItems")):
                found.append((_text(category, "name"), _text(item, "name")))
        return [(clean(title), clean(name)) for title, name in found if not is_empty(name)]


def _session(
    written: dict[str, RawValue],
    collector: ProblemCollector,
    rooms: Mapping[str, str],
    speakers: Mapping[str, RawValue],
    topics: _Topics,
    info: ConferenceInfo,
) -> Session:
    named = topics.of(written)
    values = {key: value for key, value in written.items() if not is_empty(value)}
    for key in _SPELLED["speakers"]:
        people = values.get(key, "")
        if isinstance(people, list):
            values[key] = [
                speakers.get(each, each) if isinstance(each, str) else each for each in people
            ]
    for key in ("title", "name", "description", "abstract"):
        if key in values:
            values[key] = plain_value(values[key])
    fields = Fields(values, collector, synonyms=_SPELLED)
    for key in (*_PRIVATE, "categoryItems", "categories"):
        fields.drop(key)
    service, plenum = (_text(written, key) == "true" for key in _PRIVATE[1:3])
    title = read_title(fields, "title")
    times = read_event_times(fields, info.day_change, start_key="startsAt", end_key="endsAt")
    persons = read_persons(fields, "speakers")
    level, label = _level(named, collector)
    kind_label = next((name for title, name in named if fold(title) in _FORMATS), "")
    kind = infer_kind(kind_label, (), title, has_speakers=bool(persons))
    room = fields.text("room")
    place = clean(rooms.get(room, room) or rooms.get(fields.text("roomId"), ""))
    known = (*_FORMATS, *_LANGUAGES, "track")
    return Session(
        id=fields.text("id") or make_slug(title) or "session",
        title=title,
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
        video=read_urls(fields, ("recordingUrl",), ""),
        links=tuple(Link("Live", url) for url in read_urls(fields, ("liveUrl",), "")),
        keys=read_identity_keys(written, guid="id"),
        visible=is_visible(fields) and not is_cancelled_state(fields.text("status")),
        extra=add_do_not_record(fields.extra),
    )


def _level(named: list[tuple[str, str]], collector: ProblemCollector) -> tuple[Level | None, str]:
    """Return the level that the category about it names; else one among the other categories."""
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
