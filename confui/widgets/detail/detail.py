"""The detail pane: everything about the session under the cursor, as wrapped lines."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from confui.schedule import wording
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.highlight import highlight_lines
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.lines import LineView
from confui.widgets.detail.description import Description, Target, describe, describe_gap


class SessionDetail(LineView, can_focus=True):
    """Shows one session; the lines are kept for the next visit at the same width."""

    BINDING_GROUP_TITLE = "Session"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "step_link(1)",
            "links",
            key_display="Tab",
            id="session.next_link",
            tooltip="The next link in the text",
        ),
        hidden_binding("shift+tab", "step_link(-1)", "session.previous_link", "The link before"),
        Binding(
            "enter",
            "follow",
            "follow",
            key_display="⏎",
            id="session.follow",
            tooltip="Follow the link that stands out",
        ),
    ]

    state = var(State(), init=False)

    class Followed(Message):
        """The attendee wants to go where a link leads."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._description = Description()
        self._kept: dict[tuple[object, ...], Description] = {}
        self._kept_blank: tuple[tuple[int, Style], Strip] | None = None
        self._opened = False
        self._link = -1

    def on_mount(self) -> None:
        """Render Markdown only once the first frame is out: its parser takes time to import."""
        self.call_after_refresh(self._complete)

    def watch_state(self, old: State, new: State) -> None:
        """Show another session, or the same one with a star or other words marked."""
        if old.conference is not new.conference:
            self._kept.clear()
        if _subject(old) != _subject(new):
            self._link = -1
            self._show(rewind=True)
        elif _marks(old) != _marks(new):
            self._show(rewind=False)

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self.fit()

    def on_blur(self) -> None:
        """Let no link stand out while the keys go elsewhere."""
        if self._link >= 0:
            self._link = -1
            self._show(rewind=False)

    def fit(self) -> None:
        """Wrap to the present width."""
        if self._description.width != self._text_width:
            self._show(rewind=False)

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the links lead, by the number that a click sends."""
        return self._description.targets

    def expect(self, session: Session) -> None:
        """Get ready to show a session soon."""
        if self._opened and self._text_width:
            self._whole(session, self._text_width)

    def action_step_link(self, step: int) -> None:
        """Go from link to link, at first to the one that is in view."""
        count = len(self.targets)
        if not count:
            raise SkipAction
        if self._link < 0:
            top = self.scroll_offset.y
            seen = [n for n in range(count) if max(self._description.rows_of(n), default=-1) >= top]
            self._link = next(iter(seen), 0) if step > 0 else count - 1
        else:
            self._link = (self._link + step) % count
        self._show(rewind=False)
        rows = self._description.rows_of(self._link)
        if rows:
            region = Region(0, rows[0], 1, len(rows))
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def action_follow(self) -> None:
        """Go where the link that stands out leads."""
        if self._link < 0:
            raise SkipAction
        self.post_message(self.Followed(self.targets[self._link]))

    def draw(self, row: int) -> Strip:
        """Return one line of the description."""
        lines = self._description.lines
        if self._description.is_blank(row):
            return self._blank
        line, width = lines[row], self._description.width + 2
        free = width - 1 - line.cell_length
        segments = [Segment(" ", self.ground), *line.render_segments(self.visual_style)]
        if free < 0:
            return Strip(segments).crop(0, width)
        return Strip([*segments, Segment(" " * free, self.ground)], width)

    @property
    def _blank(self) -> Strip:
        """A line without text; one for all, so that its way through the filters is remembered."""
        width = self._description.width + 2
        kept = self._kept_blank
        if kept is None or kept[0] != (width, self.ground):
            kept = self._kept_blank = (width, self.ground), Strip.blank(width, self.ground)
        return kept[1]

    @property
    def _text_width(self) -> int:
        """Cells for the text; one on each side stays free."""
        return max(0, self.size.width - 2)

    def _complete(self) -> None:
        self._opened = True
        self._show(rewind=False)

    def _show(self, *, rewind: bool) -> None:
        width = self._text_width
        if not width:
            return
        before, now = self._description, self._describe(width)
        self._description = now
        if not rewind and len(before.lines) == len(now.lines) and before.width == width:
            return self._repaint_lines(before.lines, now.lines)
        self._strips.clear()
        scrolled = self.scroll_offset.y > 0
        if rewind and scrolled:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)
        self.resize_content(self.size.width, len(now.lines))
        if scrolled:
            self.refresh()
        else:
            self.refresh_rows(self._differing(before, now))

    def _differing(self, before: Description, now: Description) -> Iterable[int]:
        """Return the rows that do not stay blank: each that is spared saves time.

        The last one may have a mark, and is always among them.
        """
        last = self.size.height - 1
        return (
            row
            for row in range(last + 1)
            if row == last or not (before.is_blank(row) and now.is_blank(row))
        )

    def _repaint_lines(self, before: tuple[Content, ...], now: tuple[Content, ...]) -> None:
        """Paint the lines that are not as they were."""
        rows = [
            row for row, pair in enumerate(zip(before, now, strict=True)) if pair[0] is not pair[1]
        ]
        for row in rows:
            self._strips.pop(row, None)
        top = self.scroll_offset.y
        self.refresh_rows(row - top for row in rows if 0 <= row - top < self.size.height)

    def _describe(self, width: int) -> Description:
        session, state = self.state.selected, self.state
        if session is None:
            return describe_gap(state.gap, width) if state.gap else Description(width=width)
        if not self._opened:
            return describe(session, state, width, with_prose=False)
        sign = wording.sign(state.bookmarks.get(session.id))
        description = self._whole(session, width).with_sign(sign)
        if self._link >= 0:
            description = description.with_link(self._link)
        return description.with_lines(highlight_lines(description.lines, state.query))

    def _whole(self, session: Session, width: int) -> Description:
        """Return the description of a session, made but once."""
        bookmark = self.state.bookmarks.get(session.id)
        key = session.id, width, bookmark and bookmark._replace(mark=None, marked_at=None)
        if key not in self._kept:
            self._kept[key] = describe(session, self.state, width)
        return self._kept[key]


def _subject(state: State) -> tuple[object, ...]:
    """Return what is described: a session by what it is, or free time."""
    return state.cursor.session, id(state.selected), state.gap


def _marks(state: State) -> tuple[object, ...]:
    """Return what changes how a session is shown."""
    session = state.cursor.session
    return state.bookmarks.get(session), session in state.changed, state.query.words
