"""The detail pane: the session under the cursor, or free time of the plan."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from confui.schedule import wording
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.highlight import highlight_lines
from confui.widgets.detail.description import countdown, describe, describe_gap
from confui.widgets.detail.linked_text import LinkedText, TextWriter
from confui.widgets.detail.linked_view import ROWS_AHEAD, LinkedView


class SessionDetail(LinkedView):
    """Shows the session under the cursor, or free time of the plan. Descriptions are cached."""

    BINDING_GROUP_TITLE = "Session"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "follow",
            "follow",
            key_display="⏎",
            id="session.follow",
            tooltip="Follow the highlighted link; without one, the text on the whole screen",
        ),
        Binding(
            "z",
            "enlarge",
            "whole screen",
            id="session.zoom",
            tooltip="The text on the whole screen, and back",
        ),
    ]

    state = var(State(), init=False)

    class Enlarged(Message):
        """The attendee wants the text on the whole screen, or no longer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cache: dict[tuple[object, ...], LinkedText] = {}
        self._markdown_ready = False
        self._greeting = ""

    def greet(self, text: str) -> None:
        """Show a text for newcomers above the session, until another one is selected."""
        self._greeting = text
        self.show_text()

    def on_mount(self) -> None:
        """Render Markdown only after the first frame, since its parser takes time to import."""
        self.call_after_refresh(self._add_markdown)

    def watch_state(self, old: State, new: State) -> None:
        """Show another session, or the same one with a new star, change or highlighting."""
        if old.conference is not new.conference:
            self._cache.clear()
        if _content_key(old) != _content_key(new):
            self._link = -1
            self._greeting = ""
            self.show_text(rewind=True)
        elif _look_key(old) != _look_key(new):
            self.show_text()

    def is_prepared(self, session: Session) -> bool:
        """Return whether a session was described before, as far as it is visible."""
        text = self._cache.get(self._cache_key(session, self.text_width))
        return text is not None and text.has(self.size.height + ROWS_AHEAD)

    def prepare(self, session: Session) -> None:
        """Describe a session in advance, so that it is shown quickly if it is selected next."""
        if self._markdown_ready and self.text_width:
            self._describe_texts(session, self.text_width, self.size.height + ROWS_AHEAD)

    def action_follow(self) -> None:
        """Follow the highlighted link; without one, give the text the whole screen."""
        if self.target is None:
            return self.action_enlarge()
        self.post_message(self.Followed(self.target))

    def action_enlarge(self) -> None:
        """Give the text the whole screen, or the pane again."""
        self.post_message(self.Enlarged())

    def build_text(self, width: int) -> LinkedText:
        """Return the description of what the cursor is on, below the greeting if there is one."""
        text = self._build_description(width)
        if not self._greeting:
            return text
        writer = TextWriter(width)
        for line in self._greeting.splitlines():
            writer.write(Content.styled(line, "$text-accent"))
        return text.with_lines((*writer.finish(width).lines, Content(""), *text.lines))

    def _build_description(self, width: int) -> LinkedText:
        session, state = self.state.selected, self.state
        if session is None:
            return (
                describe_gap(state.gap, width, state.zone) if state.gap else LinkedText(width=width)
            )
        if not self._markdown_ready:
            return describe(session, state, width, with_markdown=False)
        signs = wording.bookmark_signs(state.bookmarks.get(session.id))
        text = self._describe_texts(session, width, self.rows_wanted).with_mark(signs)
        return text.with_lines(highlight_lines(text.lines, state.query))

    def _add_markdown(self) -> None:
        self._markdown_ready = True
        self.show_text()

    def _describe_texts(self, session: Session, width: int, rows: int) -> LinkedText:
        """Return the description of a session, without highlights; cached for each width.

        Its end may be left out after so many rows; 0 for none.
        """
        key = self._cache_key(session, width)
        text = self._cache.get(key)
        if text is None or not text.has(rows):
            text = self._cache[key] = describe(session, self.state, width, rows=rows)
        return text

    def _cache_key(self, session: Session, width: int) -> tuple[object, ...]:
        bookmark = self.state.bookmarks.get(session.id)
        signs = len(wording.bookmark_signs(bookmark))  # their width matters, not which they are
        kept = bookmark and (bookmark._replace(mark=None, marked_at=None), bookmark.starred)
        return session.id, width, kept, signs, countdown(session, self.state), self.state.zone


def _content_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever another session or free time is shown."""
    return state.cursor.session, id(state.conference), id(state.selected), state.gap


def _look_key(state: State) -> tuple[object, ...]:
    """Return a key that differs whenever the same session looks different."""
    id = state.cursor.session
    standing = countdown(state.selected, state) if state.selected else ""
    return state.bookmarks.get(id), id in state.changed, state.query.words, standing, state.zone
