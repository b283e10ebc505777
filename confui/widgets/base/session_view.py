"""Base class of the views with a cursor on a session: their styles, and messages to the screen."""

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var
from textual.style import Style as VisualStyle

from confui.schedule.colours import Swatch
from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.colours import resolve_swatch
from confui.widgets.base.lines import LineView


class SessionView(LineView, can_focus=True):
    """Shows sessions, one of them under the cursor.

    Its messages are plain classes, as are all that exist from the start: defining a dataclass takes
    a quarter of a millisecond.
    """

    STYLE_PREFIX: ClassVar[str] = ""
    """The part before `--` in the names of the view's component classes."""

    state = var(State(), init=False)

    class Moved(Message):
        """The attendee moved the cursor."""

        def __init__(self, cursor: Cursor) -> None:
            super().__init__()
            self.cursor = cursor

    class Opened(Message):
        """The attendee wants to read the session under the cursor."""

        def __init__(self, cursor: Cursor) -> None:
            super().__init__()
            self.cursor = cursor

    class Stuck(Message):
        """The cursor cannot move in the direction of the key."""

        def __init__(self, reason: str) -> None:
            """`reason` is a few words to show."""
            super().__init__()
            self.reason = reason

    class TermDropped(Message):
        """The attendee clicked a filter that is in the way of all matches."""

        def __init__(self, number: int) -> None:
            """`number` is its place among the state's `relaxations`."""
            super().__init__()
            self.number = number

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[tuple[str | Swatch, ...], Style] = {}

    def action_drop_term(self, number: int) -> None:
        """Tell which filter was clicked."""
        self.post_message(self.TermDropped(number))

    def show_present(self) -> None:
        """Scroll so that the cursor, which is on what is on now, has the rest of the day below."""
        raise NotImplementedError

    def predict_next(self) -> Iterable[Session]:
        """Return the sessions that the next key may lead to, the most likely one first."""
        raise NotImplementedError

    def scroll_back(self, offset: Offset) -> None:
        """Scroll to where the view was before a search."""
        if offset != self.scroll_offset:
            self.scroll_to(*offset, animate=False, immediate=True, force=True)
            self.redraw()

    def notify_style_update(self) -> None:
        """Drop the cached styles, whose colours are out of date."""
        super().notify_style_update()
        self._styles.clear()

    def get_style(self, *names: str | Swatch) -> Style:
        """Return component classes (without the prefix), `$tokens` and swatches combined.

        The last is on top.
        """
        style = self._styles.get(names)
        if style is None:
            layers = (self._resolve_layer(name) for name in names)
            style = self._styles[names] = sum(layers, self.visual_style).rich_style
        return style

    def _resolve_layer(self, name: str | Swatch) -> VisualStyle:
        if isinstance(name, Swatch):
            return VisualStyle.parse(resolve_swatch(name, self.app.theme_variables))
        # Textual 8.2: a component class needs a CSS rule, and every change of focus matches all
        # rules again; a token needs none.
        if "$" in name:
            return VisualStyle.parse(name)
        return VisualStyle.from_styles(self.get_component_styles(f"{self.STYLE_PREFIX}--{name}"))
