"""The views "agenda" and "people": the sessions that match, by day and time or by speaker."""

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.schedule.search import find_snippet
from confui.state import State, View
from confui.widgets.base.colours import colour_of
from confui.widgets.base.highlight import highlight
from confui.widgets.base.truncation import truncate
from confui.widgets.filters import NO_WAY_OUT
from confui.widgets.lists.entry_list import EntryList
from confui.widgets.lists.rows import (
    ListRows,
    build_view_rows,
    format_first_line,
    format_second_line,
)

_CONTEXT = 5
"""The part of the width that what is before a found word takes is one in so many."""

_VIEWS = (View.AGENDA, View.PEOPLE)


class SessionList(EntryList[Session]):
    """Lists the sessions that the query matches, for the view of the state."""

    def watch_state(self, old: State, new: State) -> None:
        """Rebuild the rows if they differ, else follow the cursor."""
        if new.view not in _VIEWS:
            return
        self.show_change(old, new, same_rows=_rows_key(old) == _rows_key(new))

    def build_rows(self) -> ListRows[Session]:
        """Return the rows of the view."""
        return build_view_rows(self.state)

    def make_cursor(self, entry: Session) -> Cursor:
        """Return the cursor that is on a session; the present one if the session is gone."""
        if entry.id not in self.state.sessions:
            return self.state.cursor  # a refresh has removed it since the rows were built
        return self.state.with_session(entry.id).cursor

    def is_on(self, entry: Session, cursor: Cursor) -> bool:
        """Whether a cursor is on a session."""
        return entry.id == cursor.session

    def render_empty(self, row: int) -> Content:
        """Return a row of the text that is shown when nothing is listed."""
        return render_empty_list(self.state, row)

    def draw_entry(self, entry: Session, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of a session: two or three in the agenda, one in the list of people."""
        bookmark = self.state.bookmarks.get(entry.id)
        look = ("cursor",) if selected else ()
        title, muted = self.get_style("title", *look), self.get_style("muted", *look)
        if bookmark and bookmark.mark is Mark.SKIP:
            title = muted
        level = self.get_style(*look, colour_of(self.state, entry))
        bar, width = Segment(" █" if selected else " ▌", level), self.size.width
        available = width - self.times_width - 3
        if line:
            text = (
                format_second_line(entry, self.state.variety)
                if line == 1
                else self._format_snippet(entry)
            )
            note = highlight(truncate(text, available), muted, self.match_style, self.state.query)
            segments = [bar, Segment(" " * (self.times_width + 1), muted), *note]
        else:
            times, name = format_first_line(entry, self.state.view, self.state.zone)
            words = highlight(
                truncate(name, available - 3), title, self.match_style, self.state.query
            )
            segments = [bar, Segment(f" {times:<{self.times_width}}", muted), *words]
            signs = wording.bookmark_signs(bookmark)
            return self.fit_signs(segments, signs, title, self.get_style(*look, "$star"))
        return list(Strip(segments).crop_extend(0, width, title))

    def _format_snippet(self, session: Session) -> str:
        """Return where a session has words of the query that its first two lines do not show."""
        state = self.state
        bookmark = state.bookmarks.get(session.id)
        note, before = bookmark.note if bookmark else "", self.size.width // _CONTEXT
        snippet = find_snippet(session, note, state.query, before)
        return f"{snippet.place}: {snippet.text[: self.size.width]}" if snippet else ""


def _rows_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the rows or their highlighting differ."""
    return (
        *(state.view, state.matching, state.in_text, state.sessions),
        *(state.query.words, state.main_facet, state.zone),
    )


def render_empty_list(state: State, row: int) -> Content:
    """Return a row of the text for an empty list: why it is empty, and which filter to drop.

    The filters can be clicked.
    """
    if row == 1:
        no_speaker = state.matching and state.view is View.PEOPLE
        reason = "No session that matches has a speaker." if no_speaker else "Nothing matches."
        return Content(f"  {reason if state.sessions else 'This schedule has no session yet.'}")
    if row == 3 and state.query and not state.matching and not state.relaxations:
        return Content.styled(
            f"  {NO_WAY_OUT[0].upper()}{NO_WAY_OUT[1:]}; Esc drops the last.", "$text-muted"
        )
    if not 3 <= row < 3 + len(state.relaxations):
        return Content("")
    term, count = state.relaxations[row - 3]
    click = Style.from_meta({"@click": f"drop_term({row - 3})"})
    way = Content.styled(f"Without {term.describe()}", "underline").stylize(click)
    return Content.assemble("  ", way, f"  {wording.count_of(count, 'session')}")
