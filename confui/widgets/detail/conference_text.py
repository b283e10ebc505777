"""The text about a whole conference: dates, zone, links, days, tracks, rooms and languages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from textual.binding import Binding
from textual.content import Content
from textual.reactive import var

from confui.schedule import wording
from confui.schedule.models import Link, Session
from confui.schedule.query import Term
from confui.schedule.rooms import list_buildings
from confui.schedule.session_links import name_link
from confui.schedule.variety import MainFacet
from confui.state import State
from confui.widgets.detail.linked_text import LinkedText, TextWriter
from confui.widgets.detail.linked_view import LinkedView

_MOST_VALUES = 100
"""How many values of a field are listed."""
_COUNT = 5
"""Cells for a number of sessions."""


class ConferenceText(LinkedView):
    """Shows what there is to know about the conference as a whole."""

    BINDING_GROUP_TITLE = "Conference"
    BINDINGS = [  # noqa: RUF012 - Textual reads it as it is
        Binding("enter", "follow", "follow", key_display="⏎", id="conference.follow",
                tooltip="Follow the highlighted link"),
    ]  # fmt: skip

    state = var(State(), init=False)

    def __init__(self, origin: str) -> None:
        """Show the conference of the state; `origin` says where its schedule is from."""
        super().__init__()
        self._origin = origin

    def watch_state(self, old: State, new: State) -> None:
        """Write the text again if anything in it differs."""
        if _key(old) != _key(new):
            self.show_text()

    def action_follow(self) -> None:
        """Follow the highlighted link."""
        if self.target is not None:
            self.post_message(self.Followed(self.target))

    def build_text(self, width: int) -> LinkedText:
        """Return the text, wrapped."""
        return describe_conference(self.state, width, self._origin)


def describe_conference(state: State, width: int, origin: str) -> LinkedText:
    """Return what there is to know about a conference, without what it does not have.

    Args:
        state: The conference, its sessions and the attendee's stars.
        width: The cells of a line.
        origin: Where the schedule is from and how old the copy is.
    """
    conference, writer = state.conference, TextWriter(width)
    sessions = tuple(state.sessions.values())
    writer.write_title(conference.title, margin=0)
    days = [day for day in state.days if day]
    dates = wording.date_range(min(days, default=None), max(days, default=None))
    zone = wording.zone_name(state.zone.name or conference.timezone)
    clock = f"times as in {zone}" if zone else "the schedule does not say its time zone"
    writer.write(Content(" · ".join(filter(None, (dates, clock)))))
    speakers = {speaker.id for session in sessions for speaker in session.speakers}
    counts = [wording.count_of(len(sessions), "session")]
    counts += [wording.count_of(len(speakers), "speaker")] * bool(speakers)
    counts += [wording.count_of(len(conference.rooms), "room")] * bool(conference.rooms)
    writer.write(Content(" · ".join(counts)))
    links = [Link("Website", conference.url)] * bool(conference.url) + list(conference.links)
    if links:
        writer.gap()
        writer.write_links("", [(name_link(link), link) for link in links])
    _write_days(writer, state)
    for facet in state.variety.facets:
        if facet is not MainFacet.ROOM:
            _write_counts(writer, _HEADINGS[facet], facet, _values(sessions, facet))
    _write_rooms(writer, state)
    if state.variety.languages:
        languages = (language for session in sessions for language in session.language)
        _write_counts(writer, "Languages", "language", languages)
    writer.heading("Schedule")
    writer.write(Content(origin))
    if conference.problems:
        count = wording.count_of(len(conference.problems), "problem")
        writer.write(Content.styled(f"{count}; ! lists them", "$text-muted"))
    return writer.finish(width)


_HEADINGS = {MainFacet.LEVEL: "Levels", MainFacet.TRACK: "Tracks", MainFacet.KIND: "Kinds"}


def _values(sessions: Iterable[Session], facet: MainFacet) -> Iterable[str]:
    for session in sessions:
        value = {
            MainFacet.LEVEL: session.level or "",
            MainFacet.TRACK: session.track,
            MainFacet.KIND: session.kind.value,
        }[facet]
        if value:
            yield value


def _write_days(writer: TextWriter, state: State) -> None:
    """Write each day with its hours, its sessions and the attendee's stars."""
    writer.heading("Days")
    for day in state.days:
        sessions = state.on_day(day)
        stars = sum(
            (bookmark := state.bookmarks.get(each.id)) is not None and bookmark.starred
            for each in sessions
        )
        parts = [_short(day), _hours(sessions, state, day), _count(len(sessions))]
        line = Content("  ".join(filter(None, parts)))
        if stars:
            line = Content.assemble(line, (f"  {wording.STAR} {stars}", "$star"))
        writer.write(line)


def _short(day: date | None) -> str:
    return f"{day:%a} {day.day:>2} {day:%b}" if day else wording.UNSCHEDULED


def _hours(sessions: Iterable[Session], state: State, day: date | None) -> str:
    timed = [each for each in sessions if each.start and each.day == day and not each.all_day]
    if not timed:
        return ""
    first = min(each.start for each in timed if each.start)
    last = max(each.end or each.start for each in timed if each.start)
    return f"{state.zone.clock(first, day)} – {state.zone.clock(last, day)}"


def _count(count: int) -> str:
    return f"{count:>{_COUNT}} {'session' if count == 1 else 'sessions'}"


def _write_counts(writer: TextWriter, heading: str, field: str, values: Iterable[str]) -> None:
    """Write the values of a field, the most frequent first, as links to their sessions."""
    counts = Counter(values)
    if not counts:
        return
    writer.heading(heading)
    for value, count in counts.most_common(_MOST_VALUES):
        name = wording.kind_name(value) if field == MainFacet.KIND else value
        name = name.capitalize() if field == MainFacet.LEVEL else name
        link = writer.link(Content(name), Term(field, (value,)))
        writer.write(Content.assemble(f"{count:>{_COUNT}}  ", link))
    if len(counts) > _MOST_VALUES:
        writer.write(Content.styled(f"and {len(counts) - _MOST_VALUES:,} more", "$text-muted"))


def _write_rooms(writer: TextWriter, state: State) -> None:
    """Write the rooms in their order, those of a building together, as links."""
    counts: Mapping[str, int] = Counter(
        room for session in state.sessions.values() for room in session.rooms
    )
    buildings = list_buildings(state.conference)
    places: dict[str, list[str]] = {}
    for room in dict.fromkeys((*state.conference.rooms, *counts)):
        places.setdefault(buildings.of_room.get(room, ""), []).append(room)
    if not places:
        return
    writer.heading("Rooms")
    for building, rooms in places.items():
        links = [
            Content.assemble(
                writer.link(Content(room), Term("room", (room,))),
                (f" {counts[room]}", "$text-muted"),
            )
            for room in rooms[:_MOST_VALUES]
        ]
        name = Content.styled(f"{building}: ", "bold") if building else Content("")
        writer.write(Content.assemble(name, Content(" · ").join(links)))


def _key(state: State) -> tuple[object, ...]:
    return state.conference, state.bookmarks, state.zone
