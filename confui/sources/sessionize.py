"""The JSON that Sessionize offers: its view "All", and its grid of rooms side by side."""

from collections.abc import Iterable, Mapping

from confui.schedule.models import Conference, Kind, Level, Link, Session
from confui.sources.addresses import addresses
from confui.sources.consent import with_consent
from confui.sources.declared import conference_day
from confui.sources.fields import Fields, is_absent
from confui.sources.findings import Findings, quoted
from confui.sources.identity import keys_of
from confui.sources.jsonplaces import JsonPlaces
from confui.sources.jsontext import JsonText
from confui.sources.kinds import kind_of
from confui.sources.levels import is_about_level, level_among, level_in, note_unknown
from confui.sources.markup import markdown_of
from confui.sources.people import persons_of, slug
from confui.sources.programme import About, Origin, Programme
from confui.sources.spans import end_of, start_of
from confui.sources.titles import title_of
from confui.sources.tree import Tree, plain_value
from confui.sources.visibility import is_off, is_visible
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

_Objects = list[dict[str, Tree]]


def is_sessionize(values: Tree) -> bool:
    """Whether a JSON document is one of Sessionize's."""
    if isinstance(values, dict):
        listed = _objects(values.get("sessions"))
        return any("startsAt" in session or "categoryItems" in session for session in listed)
    return any(
        _objects(each.get("rooms")) or _objects(each.get("sessions")) for each in _objects(values)
    )


def read_sessionize(read: JsonText, programme: Programme, origin: Origin) -> Conference:
    """Return the conference in a document of Sessionize, whose times are those at the venue."""
    values, places = read.values, JsonPlaces(read.text)
    root = values if isinstance(values, dict) else {}
    rooms = {_text(room, "id"): _text(room, "name") for room in _objects(root.get("rooms"))}
    speakers = {_text(person, "id"): person for person in _objects(root.get("speakers"))}
    topics = _Topics(_objects(root.get("categories")))
    about = programme.settled(About(rooms=tuple(filter(None, map(clean, rooms.values())))))
    sessions = _objects(root.get("sessions")) or [*_in_grid(_objects(values))]
    for written in sessions:
        if not programme.full:
            named = quoted(_text(written, "title") or _text(written, "id"))
            line = places.line(written)
            findings = Findings(origin.file, {}, first_line=line, subject=named)
            programme.add(
                _session(written, findings, rooms, speakers, topics, about), findings, line
            )
    return programme.conference(about)


def _in_grid(listed: _Objects) -> Iterable[dict[str, Tree]]:
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

    def of(self, session: Mapping[str, Tree]) -> list[tuple[str, str]]:
        """Return the category and the name of each item of a session."""
        chosen = session.get("categoryItems", "")
        found = [self._items.get(id, ("", "")) for id in chosen if isinstance(id, str)]
        for category in _objects(session.get("categories")):
            for item in _objects(category.get("categoryItems")):
                found.append((_text(category, "name"), _text(item, "name")))
        return [(clean(title), clean(name)) for title, name in found if not is_absent(name)]


def _session(
    written: dict[str, Tree],
    findings: Findings,
    rooms: Mapping[str, str],
    speakers: Mapping[str, Tree],
    topics: _Topics,
    about: About,
) -> Session:
    named = topics.of(written)
    values = {key: value for key, value in written.items() if not is_absent(value)}
    for key in _SPELLED["speakers"]:
        people = values.get(key, "")
        if isinstance(people, list):
            values[key] = [
                speakers.get(each, each) if isinstance(each, str) else each for each in people
            ]
    for key in ("title", "name", "description", "abstract"):
        if key in values:
            values[key] = plain_value(values[key])
    fields = Fields(values, findings, spelled=_SPELLED)
    for key in (*_PRIVATE, "categoryItems", "categories"):
        fields.drop(key)
    service, plenum = (_text(written, key) == "true" for key in _PRIVATE[1:3])
    title = title_of(fields, "title")
    start, day = start_of(fields, None, about.day_change, "", start="startsAt")
    end, end_source = end_of(fields, start, "", keys=("endsAt",))
    persons = persons_of(fields, "speakers")
    level, label = _level(named, findings)
    kind_label = next((name for title, name in named if fold(title) in _FORMATS), "")
    kind = kind_of(kind_label, (), title, has_speakers=bool(persons))
    room = fields.text("room")
    place = clean(rooms.get(room, room) or rooms.get(fields.text("roomId"), ""))
    known = (*_FORMATS, *_LANGUAGES, "track")
    return Session(
        id=fields.text("id") or slug(title) or "session",
        title=title,
        kind=Kind.SERVICE if service and kind in (Kind.TALK, Kind.OTHER) else kind,
        kind_label=kind_label,
        start=start.when,
        end=end,
        end_source=end_source,
        utc_offset=start.utc_offset,
        day=day if start.when is None else day or conference_day(start.when, about.day_change),
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
        abstract=markdown_of(fields.text("description", multiline=True)),
        video=addresses(fields, ("recordingUrl",), ""),
        links=tuple(Link("Live", url) for url in addresses(fields, ("liveUrl",), "")),
        keys=keys_of(written, guid="id"),
        visible=is_visible(fields) and not is_off(fields.text("status")),
        extra=with_consent(fields.extra),
    )


def _level(named: list[tuple[str, str]], findings: Findings) -> tuple[Level | None, str]:
    """Return the level that the category about it names; else one among the other categories."""
    for title, name in named:
        if is_about_level(title):
            level = level_in(name)
            if level is None:
                note_unknown(name, title, findings)
            return level, name
    return level_among(name for _, name in named)


def _objects(value: "Tree | None") -> _Objects:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(values: Mapping[str, Tree], key: str) -> str:
    value = values.get(key, "")
    return "" if not isinstance(value, str) or is_absent(value) else value.strip()
