"""The ground of every view with a cursor on a session: its styles, and what it tells the screen."""

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual.message import Message
from textual.reactive import var
from textual.style import Style as VisualStyle

from confui.schedule.layout import Cursor
from confui.schedule.models import Session
from confui.state import State
from confui.widgets.base.lines import LineView


class SessionView(LineView, can_focus=True):
    """Shows sessions, one of them under the cursor.

    Its messages, as all that exist from the start, are plain classes: to define a dataclass takes a
    quarter of a millisecond.
    """

    LOOKS: ClassVar[str] = ""
    """What the names of the view's component classes begin with."""

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
        """What the attendee pressed leads nowhere."""

        def __init__(self, reason: str) -> None:
            """Say why, in a few words to show."""
            super().__init__()
            self.reason = reason

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[tuple[str, ...], Style] = {}

    def ahead(self) -> Iterable[Session]:
        """Return where one more key leads, the likeliest first."""
        raise NotImplementedError

    def notify_style_update(self) -> None:
        """Forget what was painted in the colours of before."""
        super().notify_style_update()
        self._styles.clear()

    def style_of(self, *names: str) -> Style:
        """Return the style of component classes and tokens, each over those before it."""
        style = self._styles.get(names)
        if style is None:
            layers = (self._layer(name) for name in names)
            style = self._styles[names] = sum(layers, self.visual_style).rich_style
        return style

    def _layer(self, name: str) -> VisualStyle:
        if "$" in name:  # a token needs no rule, which Textual would apply at every focus
            return VisualStyle.parse(name)
        return VisualStyle.from_styles(self.get_component_styles(f"{self.LOOKS}--{name}"))
