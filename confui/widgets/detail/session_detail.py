"""The widget of the detail pane: scrolling, links, and what is repainted."""

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
    """Shows the session under the cursor, or free time of the plan. Descriptions are cached."""

    BINDING_GROUP_TITLE = "Session"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "step_link(1)",
            "links",
            key_display="Tab",
            id="session.next_link",
            tooltip="Next link in the text",
        ),
        hidden_binding("shift+tab", "step_link(-1)", "session.previous_link", "Previous link"),
        Binding(
            "enter",
            "follow",
            "follow",
            key_display="⏎",
            id="session.follow",
            tooltip="Follow the highlighted link",
        ),
    ]

    state = var(State(), init=False)

    class Followed(Message):
        """The attendee followed a link."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._description = Description()
        self._cache: dict[tuple[object, ...], Description] = {}
        self._blank_strip: tuple[tuple[int, Style], Strip] | None = None
        self._markdown_ready = False
        self._link = -1

    def on_mount(self) -> None:
        """Render Markdown only after the first frame, since its parser takes time to import."""
        self.call_after_refresh(self._add_markdown)

    def watch_state(self, old: State, new: State) -> None:
        """Show another session, or the same one with a new star, change or highlighting."""
        if old.conference is not new.conference:
            self._cache.clear()
        if _content_key(old) != _content_key(new):
            self._link = -1
            self._show(rewind=True)
        elif _look_key(old) != _look_key(new):
            self._show(rewind=False)

    def on_resize(self) -> None:
        """Wrap the text to the new width."""
        self.fit()

    def on_blur(self) -> None:
        """Remove the highlight of the link, since the keys go elsewhere."""
        if self._link >= 0:
            self._link = -1
            self._show(rewind=False)

    def fit(self) -> None:
        """Wrap the text to the present width, if that has not been done yet."""
        if self._description.width != self._text_width:
            self._show(rewind=False)

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the links lead to, in the order of their numbers."""
        return self._description.targets

    def prepare(self, session: Session) -> None:
        """Describe a session in advance, so that it is shown quickly if it is selected next."""
        if self._markdown_ready and self._text_width:
            self._describe_fully(session, self._text_width)

    def action_step_link(self, step: int) -> None:
        """Highlight the next (1) or previous (-1) link, at first one that is in view."""
        count = len(self.targets)
        if not count:
            raise SkipAction
        if self._link < 0:
            top = self.scroll_offset.y
            visible = [
                n for n in range(count) if max(self._description.rows_of(n), default=-1) >= top
            ]
            self._link = next(iter(visible), 0) if step > 0 else count - 1
        else:
            self._link = (self._link + step) % count
        self._show(rewind=False)
        rows = self._description.rows_of(self._link)
        if rows:
            region = Region(0, rows[0], 1, len(rows))
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def action_follow(self) -> None:
        """Follow the highlighted link."""
        if self._link < 0:
            raise SkipAction
        self.post_message(self.Followed(self.targets[self._link]))

    def action_follow_link(self, number: int) -> None:
        """Follow the link with a number, counted from 0. Clicks on links call this."""
        if number < len(self.targets):
            self.post_message(self.Followed(self.targets[number]))

    def draw_row(self, row: int) -> Strip:
        """Return one line of the description."""
        lines = self._description.lines
        if self._description.is_blank(row):
            return self._blank
        line, width = lines[row], self._description.width + 2
        free = width - 1 - line.cell_length
        segments = [Segment(" ", self.base_style), *line.render_segments(self.visual_style)]
        if free < 0:
            return Strip(segments).crop(0, width)
        return Strip([*segments, Segment(" " * free, self.base_style)], width)

    @property
    def _blank(self) -> Strip:
        """A row without text. All share one strip, which caches what filters made of it."""
        width = self._description.width + 2
        cached = self._blank_strip
        if cached is None or cached[0] != (width, self.base_style):
            cached = self._blank_strip = (
                (width, self.base_style),
                Strip.blank(width, self.base_style),
            )
        return cached[1]

    @property
    def _text_width(self) -> int:
        """Width of the text in cells; one cell on each side stays free."""
        return max(0, self.size.width - 2)

    def _add_markdown(self) -> None:
        self._markdown_ready = True
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
            self.refresh_rows(self._changed_rows(before, now))

    def _changed_rows(self, before: Description, now: Description) -> Iterable[int]:
        """Return all rows of the view but those that stay blank, which saves time.

        The last one is always included, since it may have a scroll mark.
        """
        last = self.size.height - 1
        return (
            row
            for row in range(last + 1)
            if row == last or not (before.is_blank(row) and now.is_blank(row))
        )

    def _repaint_lines(self, before: tuple[Content, ...], now: tuple[Content, ...]) -> None:
        """Repaint the lines that are not the same objects as before."""
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
        if not self._markdown_ready:
            return describe(session, state, width, with_markdown=False)
        symbol = wording.mark_symbol(state.bookmarks.get(session.id))
        description = self._describe_fully(session, width).with_mark(symbol)
        if self._link >= 0:
            description = description.with_link(self._link)
        return description.with_lines(highlight_lines(description.lines, state.query))

    def _describe_fully(self, session: Session, width: int) -> Description:
        """Return the description of a session, without highlights; cached for each width."""
        bookmark = self.state.bookmarks.get(session.id)
        key = session.id, width, bookmark and bookmark._replace(mark=None, marked_at=None)
        if key not in self._cache:
            self._cache[key] = describe(session, self.state, width)
        return self._cache[key]


def _content_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever another session or free time is shown."""
    return state.cursor.session, id(state.selected), state.gap


def _look_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the same session looks different."""
    session = state.cursor.session
    return state.bookmarks.get(session), session in state.changed, state.query.words
