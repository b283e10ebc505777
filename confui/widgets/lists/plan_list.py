"""My plan: what the attendee starred, day by day, with collisions, changes and free time."""

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.layout import Cursor, cursor_at
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, PlanItem, describe_gap, gap_time_range
from confui.state import State, View
from confui.widgets.base.highlight import highlight
from confui.widgets.grid import cut
from confui.widgets.lists.entry_list import TIMES, EntryList
from confui.widgets.lists.plan_rows import Row, count_candidates, line_of, lines_below, plan_rows_of
from confui.widgets.lists.rows import ListRows


class PlanList(EntryList[Row]):
    """Lists a plan; what a query does not match is dimmed, since without it there were holes."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painted: tuple[object, object] | None = None

    def watch_state(self, old: State, new: State) -> None:
        """List anew what needs it, and follow the cursor."""
        if new.view is not View.PLAN:
            return
        look, shown = _look(new), (new.plan, new.filling)
        if (look, shown) != self._painted:
            same_look = self._painted is not None and look == self._painted[0]
            self._painted = look, shown
            self.list_anew(same_look=same_look)
        elif old.cursor != new.cursor:
            self.follow_cursor()

    def listed(self) -> ListRows[Row]:
        """Return the rows of the plan."""
        return plan_rows_of(self.state)

    def cursor_on(self, entry: Row) -> Cursor:
        """Return the cursor for a row."""
        return cursor_at(entry, self.state.cursor.room)

    def is_on(self, entry: Row, cursor: Cursor) -> bool:
        """Whether a cursor is on a row."""
        if isinstance(entry, Gap):
            return entry.start == cursor.gap
        return entry.session.id == cursor.session

    def nothing(self, row: int) -> Content:
        """Return a line of what is told in place of an empty plan."""
        return Content("  This schedule has no session yet." if row == 1 else "")

    def draw_entry(self, entry: Row, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of a row."""
        look = ("cursor",) if selected else ()
        if isinstance(entry, Gap):
            return self._gap(entry, look)
        indent = 0 if isinstance(entry, PlanItem) else 2
        session, width = entry.session, self.size.width
        title, muted = self.style_of("title", *look), self.style_of("muted", *look)
        if self._is_dimmed(session):
            title = muted
        level = self.style_of(*look, f"$level-{session.level or 'unset'}")
        bar = Segment(" " * (indent + 1) + ("█" if selected else "▌"), level)
        room = width - TIMES - 3 - indent
        if line == 0:
            segments = [bar, *self._first_line(entry, room, title, muted)]
            strip = Strip(segments).crop_extend(0, width - 2, title)
            sign = wording.mark_symbol(self.state.bookmarks.get(session.id))
            return [*strip, Segment(f"{sign:<2}", self.style_of(*look, "$star"))]
        style, text = muted, line_of(entry)
        if line > 1 and isinstance(entry, PlanItem):
            below = lines_below(entry, count_candidates(entry, self.state))[line - 2]
            colour = "muted" if self.state.is_over(session) else below.colour
            style, text = self.style_of(colour, *look), below.text
        told = highlight(cut(text, room), style, self.marking, self.state.query)
        segments = [bar, Segment(" " * (TIMES + 1), muted), *told]
        return list(Strip(segments).crop_extend(0, width, title))

    def _first_line(
        self, row: PlanItem | Fit, room: int, title: RichStyle, muted: RichStyle
    ) -> list[Segment]:
        """Return when a session is and what it is called, struck through once it is cancelled."""
        session = row.session
        if isinstance(row, PlanItem) and row.cancelled:
            title = muted + RichStyle(strike=True)
        found = highlight(cut(session.title, room - 3), title, self.marking, self.state.query)
        return [Segment(f" {wording.time_range(session):<{TIMES}}", muted), *found]

    def _gap(self, gap: Gap, look: tuple[str, ...]) -> list[Segment]:
        style = self.style_of("muted", *look)
        opened = gap.start == self.state.filling
        hint = "" if not gap.fits else "  ▾" if opened else "  ▸"
        text = f" {'█' if look else '┊'} {gap_time_range(gap):<{TIMES}}{describe_gap(gap)}{hint}"
        return list(Strip([Segment(text, style)]).crop_extend(0, self.size.width, style))

    def _is_dimmed(self, session: Session) -> bool:
        """Whether a session does not match the query, or is over."""
        state = self.state
        if session.id in state.sessions and session.id not in state.matching:
            return True
        return state.is_over(session)


def _look(state: State) -> tuple[object, ...]:
    """Return what decides how a row looks, beside what it is."""
    return state.filling, state.matching, state.query.words, state.now, state.questions
