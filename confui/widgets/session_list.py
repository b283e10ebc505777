"""The sessions that match as a list: the agenda by day and time, or people with their sessions."""

from bisect import bisect_left, bisect_right
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from confui.schedule import wording
from confui.schedule.navigation import Cursor
from confui.state import State, View
from confui.widgets.block import STAR, cut
from confui.widgets.keys import quiet_key
from confui.widgets.listing import Heading, Listing, first_line, listing, second_line
from confui.widgets.marking import mark
from confui.widgets.query_bar import NO_WAY_OUT
from confui.widgets.session_view import SessionView

_TIMES = 16
"""Cells of the column of times."""


class SessionList(SessionView):
    """Lists what matches, over all days; it costs what is visible of it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--heading",
        "list--muted",
        "list--title",
        "list--cursor",
    }
    LOOKS = "list"
    BINDING_GROUP_TITLE = "List"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet_key("up,k", "move(-1)", "list.up", "The session before"),
        quiet_key("down,j", "move(1)", "list.down", "The next session"),
        quiet_key("pageup", "page(-1)", "list.page_up", "A screen up"),
        quiet_key("pagedown", "page(1)", "list.page_down", "A screen down"),
        quiet_key("home", "edge(0)", "list.home", "The first session"),
        quiet_key("end", "edge(-1)", "list.end", "The last session"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._listing = Listing()
        self._at = -1
        self._painted_at = -1

    def watch_state(self, old: State, new: State) -> None:
        """List anew what needs it, and follow the cursor."""
        if new.view is View.GRID:
            return
        if _listed(old) != _listed(new) or not self._listing.rows:
            self._list()
        elif old.cursor != new.cursor:
            self._follow_cursor()
        elif old.bookmarks != new.bookmarks:
            self.redraw()

    def on_resize(self) -> None:
        """Fill the new size."""
        self.fit()
        self._show_cursor()

    def fit(self) -> None:
        """Cut the lines for the present width."""
        if self.virtual_size.width != self.size.width:
            self._resize()

    def action_move(self, step: int) -> None:
        """Go to the session before or after; from what is not in the list, to the nearest."""
        if self._at < 0:
            near = self.state.on_shown().cursor
            return self._go(self._listing.index_of(near.session), "")
        self._go(self._at + step, "This is the last" if step > 0 else "This is the first")

    def action_page(self, step: int) -> None:
        """Go as far as a screen reaches."""
        tops, reach = self._listing.tops, max(1, self.size.height - 2)
        start = tops[self._at] if self._at >= 0 else 0
        if step > 0:
            reached = max(bisect_right(tops, start + reach) - 1, self._at + 1)
        else:
            reached = min(bisect_left(tops, start - reach), self._at - 1)
        self._go(reached, "This is the last" if step > 0 else "This is the first")

    def action_edge(self, index: int) -> None:
        """Go to the first or last session."""
        last = len(self._listing.sessions) - 1
        self._go(last if index else 0, "This is the last" if index else "This is the first")

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click reads it."""
        index = self._listing.index_at(event.y + self.scroll_offset.y)
        if index >= 0:
            self._enter(index)
            if event.chain > 1:
                self.post_message(self.Opened(self._cursor(index)))

    def line_at(self, y: int, top: int) -> Strip:
        """Return a line of the view; the heading of what is at the top stays in sight."""
        if y or not top or top + 1 in self._listing.headings:
            return super().line_at(y, top)
        segments = self._heading(self._listing.heading_of(top))
        return self.filtered(Strip(segments).crop_extend(0, self.size.width, self.ground))

    def draw(self, row: int) -> Strip:
        """Return a row of the list."""
        width, listed = self.size.width, self._listing
        index = listed.index_at(row)
        if index >= 0:
            segments = self._entry(index, row - listed.tops[index], width)
        elif row in listed.headings:
            segments = self._heading(listed.headings[row])
        elif listed.sessions:
            return Strip.blank(width, self.ground)
        else:
            segments = nothing_listed(self.state, row).render_segments(self.visual_style)
        return Strip(segments).crop_extend(0, width, self.ground).simplify()

    def _heading(self, heading: Heading) -> list[Segment]:
        style, muted = self.style_of("heading"), self.style_of("muted")
        found = mark(heading.text, style, self._mark, self.state.query)
        note = cut(heading.note, self.size.width - cell_len(heading.text) - 4)
        return [Segment(" ", style), *found, Segment(f"  {note}", muted)]

    def _entry(self, index: int, line: int, width: int) -> list[Segment]:
        session = self._listing.sessions[index]
        look = ("cursor",) if index == self._at else ()
        title, muted = self.style_of("title", *look), self.style_of("muted", *look)
        level = self.style_of(*look, f"$level-{session.level or 'unset'}")
        bar = Segment(" █" if look else " ▌", level)
        room = width - _TIMES - 3
        if line:
            note = mark(cut(second_line(session), room), muted, self._mark, self.state.query)
            segments = [bar, Segment(" " * (_TIMES + 1), muted), *note]
        else:
            times, name = first_line(session, self.state.view)
            found = mark(cut(name, room - 3), title, self._mark, self.state.query)
            segments = [bar, Segment(f" {times:<{_TIMES}}", muted), *found]
            if session.id in self.state.bookmarks:
                strip = Strip(segments).crop_extend(0, width - 2, title)
                segments = [*strip, Segment(f"{STAR} ", self.style_of(*look, "$star"))]
        return list(Strip(segments).crop_extend(0, width, title))

    @property
    def _mark(self) -> RichStyle:
        style = self.style_of("$match")
        return RichStyle(color=style.color, underline=True)

    def _cursor(self, index: int) -> Cursor:
        return self.state.on(self._listing.sessions[index].id).cursor

    def _go(self, index: int, reason: str) -> None:
        if not self._listing.sessions:
            self.post_message(self.Stuck("Nothing is listed"))
        elif not 0 <= index < len(self._listing.sessions) or index == self._at:
            self.post_message(self.Stuck(reason))
        else:
            self._enter(index)

    def _enter(self, index: int) -> None:
        self._at = index
        cursor = self._cursor(index)
        if cursor == self.state.cursor:  # the same session, under another of its people
            self._follow_cursor()
        else:
            self.post_message(self.Moved(cursor))

    def _list(self) -> None:
        """List what matches now."""
        self._listing = listing(self.state)
        self._find_cursor()
        self._painted_at = self._at
        self._resize()
        self.redraw()
        self._show_cursor()

    def _resize(self) -> None:
        self._strips.clear()
        self.resize_content(self.size.width, self._listing.rows)

    def _find_cursor(self) -> None:
        """Take the entry of the selected session: the one that was gone to, else the nearest."""
        sessions, selected = self._listing.sessions, self.state.cursor.session
        if not 0 <= self._at < len(sessions) or sessions[self._at].id != selected:
            self._at = self._listing.index_of(selected, self._at)

    def _follow_cursor(self) -> None:
        """Repaint the entries that the cursor left and reached, all of it only after a scroll."""
        left = self._painted_at
        self._find_cursor()
        self._painted_at = self._at
        height, top = self._listing.height, self.scroll_offset.y
        screen, regions = Region(0, 0, *self.size), []
        for index in (left, self._at):
            if 0 <= index < len(self._listing.sessions):
                first = self._listing.tops[index]
                for row in range(first, first + height):
                    self._strips.pop(row, None)
                entry = Region(0, first - top, self.size.width, height)
                regions.append(entry.intersection(screen))
        if not self._show_cursor() and regions:
            self.refresh(*regions)

    def _show_cursor(self) -> bool:
        """Scroll as little as shows the entry under the cursor, and a heading above it.

        Return whether it scrolled.
        """
        if not self.size:
            return False
        height, scroll = self.size.height, self.scroll_offset.y
        wanted = min(scroll, max(0, self._listing.rows - height))
        if self._at >= 0:
            top = self._listing.tops[self._at]
            wanted = min(top - 1, max(wanted, top + self._listing.height - height))
        if wanted == scroll:
            return False
        self.scroll_to(0, wanted, animate=False, immediate=True, force=True)
        self.refresh()
        return True


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
    return Content.assemble("  ", way, f"  {wording.number(count, 'session')}")
