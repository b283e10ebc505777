"""Sessions as a plain table, by day: complete for a pipe, fitted for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from confui.export.text_columns import GAP, Paint, cells, cut, fit, limit, plain
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Session
from confui.schedule.variety import MainFacet, find_variety

_NARROW = 80
_NARROW_TITLE = 40
"""Cells of the title in a terminal of 80; of each further four, it gets three."""
_LEAST_ROOM = 8
_LEAST_TOPIC, _LEAST_SPEAKERS = 10, 14
"""Cells without which these columns are left out."""
_TITLE, _ROOM, _TOPIC, _SPEAKERS, _NAME = 3, 4, 5, 6, 7
"""The indexes of the columns that may be cut or left out."""


def as_table(
    sessions: Iterable[Session],
    bookmarks: Mapping[str, Bookmark],
    paint: Paint = plain,
    zone: DisplayZone = EVENT_TIME,
) -> str:
    """Return sessions in aligned columns with a heading for each day; empty without sessions.

    Nothing is cut: this is for files and other programs.

    Args:
        sessions: The sessions, in the order to print them.
        bookmarks: The attendee's bookmarks, by session id.
        paint: Colours a text.
        zone: The zone in which to print times.
    """
    sessions = tuple(sessions)
    if not sessions:
        return ""
    variety = find_variety(sessions)
    facet = variety.main_facet()
    topics = [wording.topic(each, facet, variety) for each in sessions]
    signs = [each or " " for each in _signs(sessions, bookmarks)]
    columns = [
        _Column(signs, "star"),
        _Column([wording.time_range(each, zone, beside_day=True) for each in sessions], "muted"),
        *([_Column(topics, "topic")] if any(topics) else []),
        _Column([each.title for each in sessions]),
        _Column([wording.speaker_names(each) for each in sessions], "muted"),
        _Column([wording.room_names(each) for each in sessions]),
        _Column([each.id for each in sessions], "muted"),
    ]
    widths = [column.longest for column in columns]
    return _draw(sessions, columns, widths, None, paint, zone)


def as_fitted_table(
    sessions: Iterable[Session],
    bookmarks: Mapping[str, Bookmark],
    width: int,
    names: Mapping[str, str],
    paint: Paint = plain,
    zone: DisplayZone = EVENT_TIME,
) -> str:
    """Return sessions as `as_table` does, in lines of at most `width` cells, most of it titles.

    Topics and speakers are left out where there is no room for them, and so is the room where all
    sessions have the same.

    Args:
        sessions: The sessions, in the order to print them.
        bookmarks: The attendee's bookmarks, by session id.
        width: The width of the terminal in cells.
        names: What to call each session, by its id; the last column.
        paint: Colours a text.
        zone: The zone in which to print times.
    """
    sessions = tuple(sessions)
    if not sessions:
        return ""
    columns = _columns(sessions, bookmarks, names, zone)
    widths = limit(_share(columns, width), width)
    shown = [number for number, cells_wide in enumerate(widths) if cells_wide]
    columns, widths = [columns[n] for n in shown], [widths[n] for n in shown]
    return _draw(sessions, columns, widths, width, paint, zone)


def _signs(sessions: Sequence[Session], bookmarks: Mapping[str, Bookmark]) -> list[str]:
    """Return for each session its mark, the sign of its note, and `!` if it overlaps a must."""
    overlapping = _find_overlapping(sessions, bookmarks)
    return [
        wording.bookmark_signs(bookmarks.get(each.id)) + "!" * (each.id in overlapping)
        for each in sessions
    ]


def _find_overlapping(
    sessions: Sequence[Session], bookmarks: Mapping[str, Bookmark]
) -> frozenset[str]:
    """Return the ids of the musts among some sessions of which two are at the same time."""
    musts = [
        each
        for each in sessions
        if (bookmark := bookmarks.get(each.id)) and bookmark.mark is Mark.MUST and each.exclusive
    ]
    found: set[str] = set()
    last: Session | None = None
    for must in sorted(musts, key=lambda each: each.start or datetime.max):
        if last is not None and last.overlap(must):
            found |= {last.id, must.id}
        if last is None or (must.end or datetime.min) > (last.end or datetime.min):
            last = must  # of those so far, the one that ends last
    return frozenset(found)


class _Column(NamedTuple):
    texts: Sequence[str]
    style: str = ""

    @property
    def longest(self) -> int:
        return max(map(cells, self.texts), default=0)


def _columns(
    sessions: Sequence[Session],
    bookmarks: Mapping[str, Bookmark],
    names: Mapping[str, str],
    zone: DisplayZone,
) -> list[_Column]:
    """Return marks, times, levels, titles, rooms, topics, speakers and names; some may be empty."""
    variety = find_variety(sessions)
    facet = variety.main_facet()
    levels = topics = [""] * len(sessions)
    if facet is MainFacet.LEVEL:
        levels = [wording.level_symbol(each.level) if each.level else "" for each in sessions]
    else:
        topics = [wording.topic(each, facet, variety) for each in sessions]
    return [
        _Column(_signs(sessions, bookmarks), "star"),
        _Column([_short_times(each, zone) for each in sessions], "muted"),
        _Column(levels, "topic"),
        _Column([each.title for each in sessions]),
        _Column([wording.room_names(each) if variety.rooms else "" for each in sessions]),
        _Column(topics, "topic"),
        _Column([wording.speaker_names(each) for each in sessions], "muted"),
        _Column([names[each.id] for each in sessions], "muted"),
    ]


def _share(columns: Sequence[_Column], width: int) -> list[int]:
    """Return the cells of each column, 0 to leave it out, so that lines have `width` cells at most.

    The name is never cut, since commands take it; where it would leave no room, it is left out.
    """
    mark, times, level, title, room, topic, speakers, name = (each.longest for each in columns)
    widths = [mark, times, level, title, room, 0, 0, name]
    free = width - sum(each + GAP for each in (mark, times, level) if each)
    if name + GAP > free * 2 // 5:
        widths[_NAME] = 0
    else:
        free -= name + GAP
    wanted = min(title, max(1, _NARROW_TITLE + (width - _NARROW) * 3 // 4))
    if room:
        wanted = min(wanted, max(free // 2, free - _LEAST_ROOM - GAP))
    widths[_ROOM] = min(room, max(0, free - wanted - GAP))
    if widths[_ROOM] < min(room, _LEAST_ROOM):
        widths[_ROOM] = 0
    free -= widths[_ROOM] + GAP * bool(widths[_ROOM])
    for index, longest, least in (
        (_TOPIC, topic, _LEAST_TOPIC),
        (_SPEAKERS, speakers, _LEAST_SPEAKERS),
    ):
        spare = free - wanted - GAP
        if longest and spare >= min(longest, least):
            widths[index] = min(longest, spare)
            free -= widths[index] + GAP
    widths[_TITLE] = max(1, min(title, free))
    return widths


def _draw(
    sessions: Sequence[Session],
    columns: Sequence[_Column],
    widths: Sequence[int],
    width: int | None,
    paint: Paint,
    zone: DisplayZone,
) -> str:
    """Return a line for each session, with a heading above those of each day."""
    lines: list[str] = []
    whose = f" · times as in {wording.zone_name(zone.name)}" if zone.is_mine else ""
    day: date | str | None = ""
    for number, session in enumerate(sessions):
        if session.day != day:
            day = session.day
            lines += [
                *([""] if lines else []),
                paint(cut(wording.long_day(day) + whose, width), "heading"),
            ]
        texts = [
            paint(fit(column.texts[number], width), column.style)
            for column, width in zip(columns, widths, strict=True)
        ]
        lines.append((" " * GAP).join(texts).rstrip())
    return "\n".join(lines)


def _short_times(session: Session, zone: DisplayZone) -> str:
    """Return the times as `17:00–17:30`; empty without any."""
    if not session.start:
        return ""
    return wording.time_range(session, zone, beside_day=True).replace(" – ", "–")
