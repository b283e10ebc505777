"""The view "my plan": starred sessions day by day, with overlaps, changes and free time."""

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.layout import Cursor, cursor_at
from confui.schedule.models import Session
from confui.schedule.plan import Fit, Gap, PlanItem, describe_gap, gap_time_range
from confui.state import State, View
from confui.text import steady
from confui.widgets.base.colours import colour_of
from confui.widgets.base.highlight import highlight
from confui.widgets.base.truncation import truncate
from confui.widgets.lists.entry_list import EntryList
from confui.widgets.lists.plan_rows import (
    PlanEntry,
    build_plan_rows,
    count_candidates,
    format_notes,
    format_plan_line,
)
from confui.widgets.lists.rows import ListRows


class PlanList(EntryList[PlanEntry]):
    """Lists the plan. Sessions that the query does not match are dimmed, never removed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painted: tuple[object, object] | None = None
        self._built = State()
        """The state that the rows were built from: while hidden, `state` may be a newer one."""

    def watch_state(self, old: State, new: State) -> None:
        """Rebuild the rows if they differ, else follow the cursor."""
        if new.view is not View.PLAN:
            return
        look, rows = _look(new), (new.plan, new.expanded_gap, new.reading)
        if (look, rows) != self._painted:
            same_look = self._painted is not None and look == self._painted[0]
            self._painted = look, rows
            self.rebuild(same_look=same_look)
        elif old.cursor != new.cursor or old.view is not new.view:
            self.follow_cursor()

    def build_rows(self) -> ListRows[PlanEntry]:
        """Return the rows of the plan."""
        self._built = self.state
        return build_plan_rows(self.state)

    def make_cursor(self, entry: PlanEntry) -> Cursor:
        """Return the cursor that is on an entry."""
        return cursor_at(entry, self.state.cursor.room)

    def is_on(self, entry: PlanEntry, cursor: Cursor) -> bool:
        """Whether a cursor is on an entry."""
        if isinstance(entry, Gap):
            return entry.start == cursor.gap
        return entry.session.id == cursor.session

    def render_empty(self, row: int) -> Content:
        """Return a row of the text that is shown when the conference has no session."""
        reason = self.state.reading or "This schedule has no session yet."
        return Content(f"  {reason}" if row == 1 else "")

    def draw_entry(self, entry: PlanEntry, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of an entry: time and title, place, then notes."""
        look = ("cursor",) if selected else ()
        if isinstance(entry, Gap):
            return self._draw_gap(entry, look)
        indent = 0 if isinstance(entry, PlanItem) else 2
        session, width = entry.session, self.size.width
        title, muted = self.get_style("title", *look), self.get_style("muted", *look)
        if self._is_dimmed(session):
            title = muted
        level = self.get_style(*look, colour_of(self.state, session))
        bar = Segment(" " * (indent + 1) + ("█" if selected else "▌"), level)
        available = width - self.times_width - 3 - indent
        if line == 0:
            segments = [bar, *self._draw_first_line(entry, available, title, muted)]
            signs = wording.bookmark_signs(self.state.bookmarks.get(session.id))
            return self.fit_signs(segments, signs, title, self.get_style(*look, "$star"))
        style, text = muted, format_plan_line(entry, self.state)
        if line > 1 and isinstance(entry, PlanItem):
            below = format_notes(entry, self.state.zone, count_candidates(entry, self._built))[
                line - 2
            ]
            colour = "muted" if self.state.is_over(session) else below.colour
            style, text = self.get_style(colour, *look), below.text
        words = highlight(truncate(text, available), style, self.match_style, self.state.query)
        segments = [bar, Segment(" " * (self.times_width + 1), muted), *words]
        return list(Strip(segments).crop_extend(0, width, title))

    def _draw_first_line(
        self, row: PlanItem | Fit, available: int, title: RichStyle, muted: RichStyle
    ) -> list[Segment]:
        """Return time and title of a session; the title is struck through if it is cancelled."""
        session = row.session
        times = wording.time_range(session, self.state.zone, beside_day=True)
        if isinstance(row, PlanItem) and row.cancelled:
            title = muted + RichStyle(strike=True)
        words = highlight(
            truncate(steady(session.title), available - 3),
            title,
            self.match_style,
            self.state.query,
        )
        return [Segment(f" {times:<{self.times_width}}", muted), *words]

    def _draw_gap(self, gap: Gap, look: tuple[str, ...]) -> list[Segment]:
        style = self.get_style("muted", *look)
        opened = gap.start == self.state.expanded_gap
        hint = "" if not gap.fits else "  ▾" if opened else "  ▸"
        times = f"{gap_time_range(gap, self.state.zone):<{self.times_width}}"
        text = f" {'█' if look else '┊'} {times}{describe_gap(gap)}{hint}"
        return list(Strip([Segment(text, style)]).crop_extend(0, self.size.width, style))

    def _is_dimmed(self, session: Session) -> bool:
        """Whether a session does not match the query, or is over."""
        state = self.state
        if session.id in state.sessions and session.id not in state.matching:
            return True
        return state.is_over(session)


def _look(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the same row may look different."""
    looks = state.expanded_gap, state.matching, state.query.words, state.now, state.questions
    return *looks, state.main_facet, state.zone
