"""The sessions that match as a list: the agenda by day and time, or people with their sessions."""

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.state import State, View
from confui.widgets.base.highlight import highlight
from confui.widgets.filters import NO_WAY_OUT
from confui.widgets.grid import cut
from confui.widgets.lists.entry_list import TIMES, EntryList
from confui.widgets.lists.rows import ListRows, first_line, rows_of_view, second_line

_VIEWS = (View.AGENDA, View.PEOPLE)


class SessionList(EntryList[Session]):
    """Lists what matches."""

    def watch_state(self, old: State, new: State) -> None:
        """List anew what needs it, and follow the cursor."""
        if new.view not in _VIEWS:
            return
        if _listed(old) != _listed(new) or not self._listing.rows:
            self.list_anew()
        elif old.cursor != new.cursor:
            self.follow_cursor()
        elif old.bookmarks != new.bookmarks:
            self.redraw()

    def listed(self) -> ListRows[Session]:
        """Return the sessions of the view."""
        return rows_of_view(self.state)

    def cursor_on(self, entry: Session) -> Cursor:
        """Return the cursor for a session."""
        return self.state.on(entry.id).cursor

    def is_on(self, entry: Session, cursor: Cursor) -> bool:
        """Whether a cursor is on a session."""
        return entry.id == cursor.session

    def nothing(self, row: int) -> Content:
        """Return a line of what is told in place of an empty list."""
        return nothing_listed(self.state, row)

    def draw_entry(self, entry: Session, line: int, *, selected: bool) -> list[Segment]:
        """Return one of the two lines of a session; in the list of people it has one."""
        bookmark = self.state.bookmarks.get(entry.id)
        look = ("cursor",) if selected else ()
        title, muted = self.style_of("title", *look), self.style_of("muted", *look)
        if bookmark and bookmark.mark is Mark.SKIP:
            title = muted
        level = self.style_of(*look, f"$level-{entry.level or 'unset'}")
        bar, width = Segment(" █" if selected else " ▌", level), self.size.width
        room = width - TIMES - 3
        if line:
            note = highlight(cut(second_line(entry), room), muted, self.marking, self.state.query)
            segments = [bar, Segment(" " * (TIMES + 1), muted), *note]
        else:
            times, name = first_line(entry, self.state.view)
            found = highlight(cut(name, room - 3), title, self.marking, self.state.query)
            segments = [bar, Segment(f" {times:<{TIMES}}", muted), *found]
            if sign := wording.mark_symbol(bookmark):
                strip = Strip(segments).crop_extend(0, width - 2, title)
                segments = [*strip, Segment(f"{sign} ", self.style_of(*look, "$star"))]
        return list(Strip(segments).crop_extend(0, width, title))


def _listed(state: State) -> tuple[object, ...]:
    """Return what decides which rows there are, and what is marked in them."""
    return state.view, state.matching, state.sessions, state.query.words


def nothing_listed(state: State, row: int) -> Content:
    """Return a line of what is told in place of an empty list: what dropping a term would bring."""
    if row == 1:
        nobody = state.matching and state.view is View.PEOPLE
        said = "No session that matches has a speaker." if nobody else "Nothing matches."
        return Content(f"  {said if state.sessions else 'This schedule has no session yet.'}")
    if row == 3 and state.query and not state.matching and not state.relaxations:
        return Content.styled(
            f"  {NO_WAY_OUT[0].upper()}{NO_WAY_OUT[1:]}; Esc drops the last.", "$text-muted"
        )
    if not 3 <= row < 3 + len(state.relaxations):
        return Content("")
    term, count = state.relaxations[row - 3]
    click = Style.from_meta({"@click": f"screen.drop({row - 3})"})
    way = Content.styled(f"Without {term.describe()}", "underline").stylize(click)
    return Content.assemble("  ", way, f"  {wording.count_of(count, 'session')}")
