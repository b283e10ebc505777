"""The view "now": what is on and what comes next in each room, narrowed by the query."""

from rich.segment import Segment
from textual.content import Content

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Cursor
from confui.schedule.now_next import RoomSession, describe_standing
from confui.state import State, View
from confui.widgets.base.colours import colour_of
from confui.widgets.base.highlight import highlight
from confui.widgets.base.truncation import truncate
from confui.widgets.lists.entry_list import EntryList
from confui.widgets.lists.rows import Heading, ListRows, ListRowsBuilder
from confui.widgets.lists.session_list import render_empty_list

_WIDEST_ROOM = 22
_STANDING = 16
"""Cells for how a session stands, such as `starts in 25 min`."""
_LEAST_TITLE = 24
"""Cells. With less for the title, the times are left out."""


class NowList(EntryList[RoomSession]):
    """Lists for each room, in one line each, the session that is on and the next one."""

    def watch_state(self, old: State, new: State) -> None:
        """Rebuild the rows if they differ, else follow the cursor."""
        if new.view is not View.NOW:
            return
        self.show_change(old, new, same_rows=_rows_key(old) == _rows_key(new))

    def build_rows(self) -> ListRows[RoomSession]:
        """Return a row for each session, below one heading."""
        return build_now(self.state)

    def make_cursor(self, entry: RoomSession) -> Cursor:
        """Return the cursor that is on a session, in the room of its row."""
        if entry.session.id not in self.state.sessions:
            return self.state.cursor  # a refresh has removed it since the rows were built
        cursor = self.state.with_session(entry.session.id).cursor
        return cursor._replace(room=entry.room or cursor.room)

    def is_on(self, entry: RoomSession, cursor: Cursor) -> bool:
        """Whether a cursor is on a session."""
        return entry.session.id == cursor.session

    def render_empty(self, row: int) -> Content:
        """Return a row of the text that is shown when nothing is on any more."""
        if self.state.matching and self.state.sessions:
            return Content("  Nothing is on, and nothing comes any more." if row == 1 else "")
        return render_empty_list(self.state, row)

    def draw_entry(self, entry: RoomSession, line: int, *, selected: bool) -> list[Segment]:
        """Return the line of a session: room, how it stands, times, title, marks."""
        state, session, width = self.state, entry.session, self.size.width
        bookmark = state.bookmarks.get(session.id)
        look = ("cursor",) if selected else ()
        title, muted = self.get_style("title", *look), self.get_style("muted", *look)
        now = self.get_style(*look, "$now")
        if bookmark and bookmark.mark is Mark.SKIP:
            title = muted
        standing = describe_standing(session, state.now) if state.now else ""
        room = entry.room or wording.room_names(session)
        room_width = min(_WIDEST_ROOM, max(8, width // 4))
        name = truncate(room, room_width) if entry.is_first else ""
        signs = wording.bookmark_signs(bookmark)
        available = width - room_width - _STANDING - 7 - len(signs)
        times = ""
        if available >= _LEAST_TITLE + self.times_width:
            times = wording.time_range(session, state.zone, beside_day=True)
            times = f"{times:<{self.times_width}}"
        bar = Segment(" █" if selected else " ▌", self.get_style(*look, colour_of(state, session)))
        words = highlight(
            truncate(session.title, max(1, available - len(times))),
            title,
            self.match_style,
            state.query,
        )
        left = Content(f" {name}").pad_right(room_width - Content(name).cell_length + 1).plain
        segments = [
            bar,
            Segment(left, muted),
            Segment(f" {standing:<{_STANDING}} ", muted if entry.is_next else now),
            Segment(times, muted),
            *words,
        ]
        return self.fit_signs(segments, signs, title, self.get_style(*look, "$star"))


def build_now(state: State) -> ListRows[RoomSession]:
    """Return what is on and what comes next, room by room."""
    entries = state.rooms_now
    builder = ListRowsBuilder[RoomSession]()
    if entries:
        first = entries[0].session
        builder.add_heading(Heading("Now and next", wording.long_day(first.day)))
        builder.add_entries(entries, 1)
    return builder.build()


def _rows_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the rows or their highlighting differ."""
    return (
        state.view,
        state.matching,
        state.unsearched,
        state.sessions,
        state.query.words,
        state.now,
        state.main_facet,
        state.zone,
    )
