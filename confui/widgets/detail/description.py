"""The text of the detail pane: a session, or free time of the plan, as wrapped lines with links."""

from collections.abc import Iterable, Iterator

from textual.content import Content

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import ALL_DAY_MINUTES, Kind, Session, Speaker
from confui.schedule.now_next import concurrent_sessions, describe_countdown, next_in_room
from confui.schedule.plan import Gap, describe_changes
from confui.schedule.query import Term
from confui.schedule.rooms import name_buildings
from confui.schedule.session_links import list_links, name_link
from confui.schedule.session_text import session_markdown
from confui.state import State
from confui.widgets.detail.linked_text import LinkedText, TextWriter

_MAX_CONCURRENT = 10
"""How many sessions at the same time are listed."""

_MAX_FITS = 50
"""How many of the sessions that fit into free time are listed."""


def describe(
    session: Session, state: State, width: int, *, with_markdown: bool = True, rows: int = 0
) -> LinkedText:
    """Return the description of a session.

    First comes what it takes to decide: title, time and place in one line, who speaks about what,
    changes since it was starred, the beginning of the attendee's note. Then the text. Then the
    note, if it is longer; the speakers; sessions at the same time; and all links by name.

    Args:
        session: The session.
        state: For bookmarks, changes, the time and the other sessions.
        width: The cells of a line.
        with_markdown: Whether to include the text and everything after it.
        rows: So many lines are enough for now; 0 for all. What is left out is at the end.
    """
    writer = TextWriter(width, rows)
    bookmark = state.bookmarks.get(session.id)
    signs = wording.bookmark_signs(bookmark)
    writer.write_title(session.title, margin=len(signs) + 1 if signs else 0)
    if session.subtitle:
        writer.write(Content.styled(session.subtitle, "italic"))
    _write_time_and_place(writer, session, countdown(session, state), state)
    _write_people_and_topic(writer, session, state)
    if bookmark is not None:
        _write_changes(writer, bookmark, state)
    if with_markdown:
        for _ in _write_texts(writer, session, bookmark, state):
            if writer.has_enough:
                return writer.finish(width, is_whole=False)
    return writer.finish(width)


def _write_texts(
    writer: TextWriter, session: Session, bookmark: Bookmark | None, state: State
) -> Iterator[None]:
    """Write a part of what is below the first lines with each step."""
    note = bookmark.note.strip() if bookmark is not None else ""
    is_whole = not note or writer.write_first_line(f"{wording.NOTE} ", note)
    writer.gap()
    writer.write_markdown(session_markdown(session))
    yield
    if not is_whole:
        writer.heading("My note")
        writer.write_markdown(note)
        yield
    for speaker in session.speakers:
        _write_speaker(writer, speaker)
        yield
    _write_neighbours(writer, session, state)
    yield
    writer.gap()
    writer.write_links("Tags", [(tag, _term("tag", tag)) for tag in session.tags])
    languages = session.language if state.variety.languages else ()
    writer.write_links("Language", [(each, _term("language", each)) for each in languages])
    writer.write_links("Links", [(name_link(link), link) for link in list_links(session)])


def countdown(session: Session, state: State) -> str:
    """Return how a session stands now, such as `now, 40 min left`, `starts in 5 min` or `over`."""
    return "over" if state.is_over(session) else describe_countdown(session, state.now)


def _term(field: str, value: str) -> Term:
    return Term(field, (value,))


def _write_time_and_place(
    writer: TextWriter, session: Session, standing: str, state: State
) -> None:
    """Write day, time, place and countdown, in the longest form that fits in one line.

    What is running is today, so its day is left out first. If no form fits, the line is wrapped.
    """
    place = wording.room_names(session)
    day, time = wording.day_of_month(session), wording.time_range(session, state.zone)
    building = name_buildings(state.conference, session.rooms)
    forms = [f"{day}  {time}", f"{day}  {_without_spaces(time)}"]
    if standing:
        forms += [time, _without_spaces(time)]
    rest = "".join(f" · {part}" for part in (place, building, standing) if part)
    fitting = (form for form in forms if Content(form + rest).cell_length <= writer.width)
    when = next(fitting, forms[0])
    rooms = [writer.link(Content(room), _term("room", room)) for room in session.rooms]
    where = Content(", ").join(rooms)
    if session.whole_venue:
        everywhere = wording.EVERYWHERE
        where = Content.assemble(where, f" ({everywhere})") if rooms else Content(everywhere)
    parts = [Content(when.strip()), where or Content("no room")]
    if building:
        parts.append(Content.styled(building, "$text-muted"))
    if standing:
        parts.append(Content.styled(standing, "$text-muted" if standing == "over" else "$now bold"))
    writer.write(Content(" · ").join(parts))


def _without_spaces(time: str) -> str:
    return time.replace(" – ", "–")


def _write_people_and_topic(writer: TextWriter, session: Session, state: State) -> None:
    """Write speakers, track, level and kind, in one line if they fit.

    What all sessions share is left out, and so is the kind of a talk.
    """
    variety = state.variety
    names = Content(", ").join(
        writer.link(Content.styled(speaker.name, "bold"), _term("speaker", speaker.name))
        for speaker in session.speakers
    )
    parts = [names] if names else []
    if session.track and variety.tracks:
        parts.append(writer.link(Content(session.track), _term("track", session.track)))
    if session.level:
        shown = Content.styled(wording.level_text(session), f"$level-{session.level}")
        parts.append(writer.link(shown, _term("difficulty", session.level)))
    # A session that was made from a bookmark does not know its kind.
    if session.visible and variety.kinds and session.kind is not Kind.TALK:
        parts.append(writer.link(Content(session.kind.value), _term("kind", session.kind)))
    writer.write(Content(" · ").join(parts))


def _write_changes(writer: TextWriter, bookmark: Bookmark, state: State) -> None:
    changes = (
        describe_changes(bookmark, state.sessions.get(bookmark.session), state.zone)
        if bookmark.starred
        else ()
    )
    for change in changes:
        writer.write(Content.styled(f"⚑ {change}", "$text-warning"))


def describe_gap(gap: Gap, width: int, zone: DisplayZone = EVENT_TIME) -> LinkedText:
    """Return the description of free time in the plan, with the sessions that fit into it."""
    from confui.schedule.plan import gap_time_range

    writer = TextWriter(width)
    writer.write(Content.styled(f"Free {wording.duration(gap.minutes)}", "bold $text-primary"))
    day = f"{gap.start:%a} {gap.start.day} {gap.start:%b}"
    writer.write(Content(f"{day}  {gap_time_range(gap, zone)}"))
    if not gap.fits:
        writer.gap()
        writer.write(Content.styled("No session fits in.", "$text-muted"))
    for fit in gap.fits[:_MAX_FITS]:
        writer.gap()
        _write_list(writer, [fit.session], zone)
        level = wording.level_text(fit.session) if fit.session.level else ""
        reasons = ", ".join(filter(None, (*fit.reasons, level)))
        writer.write(Content.styled(f"  {reasons}", "$text-muted"))
    if len(gap.fits) > _MAX_FITS:
        writer.gap()
        more = f"and {len(gap.fits) - _MAX_FITS:,} more; ⏎ in the plan lists all"
        writer.write(Content.styled(more, "$text-muted"))
    return writer.finish(width)


def _write_speaker(writer: TextWriter, speaker: Speaker) -> None:
    if not (speaker.bio or speaker.links or speaker.company or speaker.role):
        return
    writer.heading(speaker.name)
    position = ", ".join(part for part in (speaker.role, speaker.company) if part)
    if position:
        writer.write(Content.styled(position, "$text-muted"))
    writer.write_markdown(speaker.bio)
    writer.write_links("", [(name_link(link), link) for link in speaker.links])


def _write_neighbours(writer: TextWriter, session: Session, state: State) -> None:
    sessions = state.on_day(session.day)
    # A session of many hours overlaps nearly all others, so the list would be useless.
    if session.minutes < ALL_DAY_MINUTES and (beside := concurrent_sessions(session, sessions)):
        writer.heading("At the same time")
        _write_list(writer, beside[:_MAX_CONCURRENT], state.zone)
        if len(beside) > _MAX_CONCURRENT:
            writer.write(
                Content.styled(f"  and {len(beside) - _MAX_CONCURRENT} more", "$text-muted")
            )
    if follows := next_in_room(session, sessions):
        writer.heading("Next in this room")
        _write_list(writer, [follows], state.zone)


def _write_list(writer: TextWriter, sessions: Iterable[Session], zone: DisplayZone) -> None:
    for session in sessions:
        title = writer.link(Content(session.title), session)
        writer.write_item(
            Content.assemble(
                title, f" · {wording.time_range(session, zone)} · {wording.room_names(session)}"
            )
        )
