"""The views "agenda" and "people": the sessions that match, by day and time or by speaker."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.schedule.query import parse_level
from confui.schedule.search import People, find_snippet
from confui.schedule.variety import MainFacet
from confui.sources import StoredChoice
from confui.state import State, View
from confui.widgets.base.colours import colour_of
from confui.widgets.base.highlight import highlight
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.truncation import truncate
from confui.widgets.filters import NO_WAY_OUT, SEARCHING_TEXTS
from confui.widgets.lists.entry_list import EntryList
from confui.widgets.lists.rows import (
    ListRows,
    build_agenda,
    build_people,
    format_first_line,
    format_second_line,
)
from confui.widgets.lists.session_columns import GAP, LEAST_WIDTH, SessionColumns, fit_columns

_CONTEXT = 5
"""The part of the width that what is before a found word takes is one in so many."""

_AROUND = 7
"""The cells of the bar, and of the spaces and signs around the columns."""
_LONGEST_NAMES = 40

_VIEWS = (View.AGENDA, View.PEOPLE)


class SessionList(EntryList[Session]):
    """Lists the sessions that the query matches, for the view of the state."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("apostrophe", "find_person", "list.find", "Go to a person by their name"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: SessionColumns | None = None
        self._people: tuple[Mapping[str, Session], People | None] = {}, None
        """The speakers of all sessions, with these sessions."""
        self._typed: str | None = None
        """The letters of a name that were typed after an apostrophe; `None` for no apostrophe."""

    def watch_state(self, old: State, new: State) -> None:
        """Rebuild the rows if they differ, else follow the cursor."""
        if new.view not in _VIEWS:
            return
        self.show_change(old, new, same_rows=_rows_key(old) == _rows_key(new))

    def action_find_person(self) -> None:
        """Take the next letters as the beginning of a name, and go there."""
        if self.state.view is not View.PEOPLE:
            return self._say("' goes to a name in the list of people; p shows it")
        self._typed = ""
        return self._say("' and the first letters of a name")

    def on_key(self, event: events.Key) -> None:
        """Go to the first name that begins with the typed letters; any other key ends this."""
        if self._typed is None:
            return
        letter = event.character if event.is_printable else None
        if event.key != "backspace" and letter is None:
            self._typed = None
            if event.key not in ("enter", "escape"):
                return
        else:
            self._find_person(self._typed[:-1] if letter is None else self._typed + letter)
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """Forget what was typed."""
        self._typed = None

    def _find_person(self, typed: str) -> None:
        index = self.find_below(typed)
        if index < 0:
            return self._say(f"No name begins with {typed}")
        self._typed = typed
        self.go_to(index)
        return self._say(f"' {typed}")

    def _say(self, text: str) -> None:
        self.post_message(self.Stuck(text))

    def build_rows(self) -> ListRows[Session]:
        """Return the rows of the view."""
        self._columns = self._fit_columns()
        if self.state.view is View.PEOPLE:
            return build_people(self._list_people(), self.state)
        return build_agenda(self.state, as_table=self._columns is not None)

    def _list_people(self) -> People:
        """Return the speakers of all sessions, the same until there are other sessions."""
        sessions, people = self._people
        if people is None or sessions is not self.state.sessions:
            people = People(self.state.sessions.values())
            self._people = self.state.sessions, people
        return people

    def _fit_columns(self) -> SessionColumns | None:
        """Return the columns of a table; `None` if the list is too narrow for one."""
        if self.size.width < LEAST_WIDTH:
            return None
        state = self.state
        rooms = (*state.conference.rooms, wording.EVERYWHERE)
        topics = list(state.colours)
        if state.main_facet is MainFacet.LEVEL:
            levels = [parse_level(value) for value, _ in state.facet_counts]
            topics = [wording.level_text(Session("", "", level=level)) for level in levels]
        speakers = _LONGEST_NAMES if state.view is View.AGENDA else 0  # people have it above
        return fit_columns(
            self.size.width - self.times_width - _AROUND,
            room=max(map(cell_len, rooms)),
            topic=max(map(cell_len, topics), default=0),
            speakers=speakers if state.has_speakers else 0,
        )

    def resize_rows(self) -> None:
        """Build the rows again if the list is no longer as wide as its columns."""
        if self._fit_columns() != self._columns:
            self.rebuild()
        else:
            super().resize_rows()

    def make_cursor(self, entry: Session) -> Cursor:
        """Return the cursor that is on a session; the present one if the session is gone."""
        if entry.id not in self.state.sessions:
            return self.state.cursor  # a refresh has removed it since the rows were built
        return self.state.with_session(entry.id).cursor

    def is_on(self, entry: Session, cursor: Cursor) -> bool:
        """Whether a cursor is on a session."""
        return entry.id == cursor.session

    def _index_of(self, cursor: Cursor) -> int:
        """Return the index of the session that a cursor is on, without decoding the others."""
        sessions = self._rows.entries
        if isinstance(sessions, StoredChoice):
            return sessions.find(self.state.positions.position(cursor.session))
        indexes = [index for index, each in enumerate(sessions) if each.id == cursor.session]
        return min(indexes, key=lambda index: abs(index - self._index), default=-1)

    def render_empty(self, row: int) -> Content:
        """Return a row of the text that is shown when nothing is listed."""
        return render_empty_list(self.state, row)

    def draw_entry(self, entry: Session, line: int, *, selected: bool) -> list[Segment]:
        """Return a line of a session: one in a table, else two in the agenda; then a snippet."""
        bookmark = self.state.bookmarks.get(entry.id)
        look = ("cursor",) if selected else ()
        title, muted = self.get_style("title", *look), self.get_style("muted", *look)
        if bookmark and bookmark.mark is Mark.SKIP:
            title = muted
        level = self.get_style(*look, colour_of(self.state, entry))
        bar, width = Segment(" █" if selected else " ▌", level), self.size.width
        available = width - self.times_width - 3
        if line:
            has_details = line == 1 and self._columns is None
            text = (
                format_second_line(entry, self.state.variety)
                if has_details
                else self._format_snippet(entry)
            )
            note = highlight(truncate(text, available), muted, self.match_style, self.state.query)
            segments = [bar, Segment(" " * (self.times_width + 1), muted), *note]
        else:
            times, name = format_first_line(entry, self.state.view, self.state.zone)
            cells = self._columns.title if self._columns else available - 3
            words = highlight(truncate(name, cells), title, self.match_style, self.state.query)
            if self._columns:
                words = [
                    *Strip(words).extend_cell_length(cells, title),
                    *self._draw_details(entry, muted),
                ]
            segments = [bar, Segment(f" {times:<{self.times_width}}", muted), *words]
            signs = wording.bookmark_signs(bookmark)
            return self.fit_signs(segments, signs, title, self.get_style(*look, "$star"))
        return list(Strip(segments).crop_extend(0, width, title))

    def _draw_details(self, session: Session, style: RichStyle) -> Iterator[Segment]:
        """Yield room, topic and speakers, each as wide as its column and with a gap before it."""
        state, columns = self.state, self._columns or SessionColumns()
        cells = (
            (wording.room_names(session), columns.room),
            (wording.topic(session, state.main_facet, state.variety), columns.topic),
            (wording.speaker_names(session), columns.speakers),
        )
        for text, width in cells:
            if width:
                words = highlight(truncate(text, width), style, self.match_style, state.query)
                cell = Strip([Segment(" " * GAP, style), *words])
                yield from cell.extend_cell_length(GAP + width, style)

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
        *(state.view, state.matching, state.in_text, state.sessions, state.unsearched),
        *(state.query.words, state.main_facet, state.zone),
    )


def render_empty_list(state: State, row: int) -> Content:
    """Return a row of the text for an empty list: why it is empty, and which filter to drop.

    The filters can be clicked.
    """
    if row == 1:
        no_speaker = state.matching and state.view is View.PEOPLE
        if not state.sessions:
            return Content(f"  {state.reading or 'This schedule has no session yet.'}")
        reason = "No session that matches has a speaker." if no_speaker else "Nothing matches."
        if state.unsearched:
            reason = SEARCHING_TEXTS.capitalize()
        return Content(f"  {reason}")
    if row == 3 and state.query and not (state.matching or state.relaxations or state.unsearched):
        return Content.styled(
            f"  {NO_WAY_OUT[0].upper()}{NO_WAY_OUT[1:]}; Esc drops the last.", "$text-muted"
        )
    if not 3 <= row < 3 + len(state.relaxations):
        return Content("")
    term, count = state.relaxations[row - 3]
    click = Style.from_meta({"@click": f"drop_term({row - 3})"})
    way = Content.styled(f"Without {term.describe()}", "underline").stylize(click)
    return Content.assemble("  ", way, f"  {wording.count_of(count, 'session')}")
