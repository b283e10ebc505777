"""Where a query is typed: it filters with every key, completes names and recalls past searches."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Input

from confui.schedule.query import MOST_CHARACTERS, Mistake
from confui.schedule.search import Completion
from confui.state import State, Store
from confui.text import clean, is_clean
from confui.widgets.base.keys import hidden_binding
from confui.widgets.filters.query_bar import ways_out

_PLACEHOLDER = "words, or {}room: kind: track: tag: speaker: day: after: has: is:"
_SUGGESTED = 8
_TOO_LONG = f"A search has at most {MOST_CHARACTERS:,} characters; the rest is left out"
_JOINERS = "\u200c\u200d"
"""Characters that only the next one makes visible, in Persian for example."""
_KEY = "bold $footer-key-foreground"
_ENDINGS = Content.assemble(
    *(("⏎", _KEY), " keep   ", ("Esc", _KEY), " take back   "),
    *(("Tab", _KEY), " complete   ", ("↑", _KEY), " earlier searches"),
)


class SearchField(Input):
    """Filters with every edit, before it is painted itself: so both appear in one frame.

    That is why it calls the store, and `advise` with what helps to go on typing: messages would be
    handled only after the painting.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search--mistake"}
    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_binding("tab", "complete(1)", "search.complete", "Complete; again for the next way"),
        hidden_binding(
            "shift+tab", "complete(-1)", "search.complete_back", "Complete the other way"
        ),
        hidden_binding("up", "recall(-1)", "search.older", "The search before"),
        hidden_binding("down", "recall(1)", "search.newer", "The search after"),
    ]

    def __init__(
        self, store: Store, advise: Callable[[Content], None], accept: Callable[[], None]
    ) -> None:
        """Begin with the present query; Enter calls `accept`, also before the next key."""
        self._store = store
        self._origin = store.state
        """The state before the typing, from which the cursor goes to a match."""
        self._forget: Callable[[], None] = lambda: None
        self._advise = advise
        self._accept = accept
        text = _ready(store.state.text)
        super().__init__(
            *(text, _PLACEHOLDER.format("difficulty: " if store.state.variety.levels else "")),
            max_length=MOST_CHARACTERS,
            validate_on=(),  # else the first key applies the styles of a valid field
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False
        self._marks = _Marks(self)
        self.highlighter = self._marks
        self._is_waiting = False
        """Whether texts are still searched for what was typed."""
        self._offered: list[str] = []
        self._recalled: list[str] = []

    def on_mount(self) -> None:
        """Follow the store, and say at once how to begin."""
        self._forget = self._store.subscribe(self._follow)
        self._marks.mistakes = self._store.state.mistakes
        self._advise(self.advice)

    def on_resize(self) -> None:
        """Take the width as that of the text, so that the first key asks for no layout."""
        self.set_reactive(SearchField.virtual_size, Size(self.content_width, 1))

    def on_unmount(self) -> None:
        """Leave the store to others."""
        self._forget()

    def begin(self) -> None:
        """Take the keys again, ready for another term."""
        if not self.is_attached:
            return  # confui ends
        self._origin = self._store.state
        if self.value != _ready(self.value):
            self._put(_ready(self.value))
        self.screen.set_focus(self)

    def on_paste(self, event: events.Paste) -> None:
        """Take several lines as one, as much of it as there is room for."""
        event.prevent_default()
        event.stop()
        pasted = " ".join(event.text.split())
        room = max(0, MOST_CHARACTERS - len(self.value) + len(self.selected_text))
        self.replace(pasted[:room], *sorted(self.selection))
        if len(pasted) > room:
            self.restricted()

    def restricted(self) -> None:
        """Say why a character or a part of a paste was not taken."""
        self._advise(Content.styled(_TOO_LONG, "$text-warning"))

    async def action_submit(self) -> None:
        """End the typing."""
        self._accept()

    def watch_value(self, value: str) -> None:
        """Filter by what is typed."""
        if not is_clean(value.rstrip(_JOINERS)):
            self.value = clean(value)
        elif value != self._store.state.text:
            self._store.search(value, self._origin)

    def watch_selection(self) -> None:
        """Say what may stand where the cursor is now."""
        if self.is_mounted:
            self._advise(self.advice)

    @property
    def content_width(self) -> int:
        """The width of the text, at least that of the field: a change asks for a new layout."""
        return max(super().content_width, self.size.width)

    @property
    def advice(self) -> Content:
        """What is wrong, else how to go on: what is still being typed is no mistake yet."""
        state = self._store.state
        changing = [w for w in self._completions if w.insert != self.value[w.start : w.end]]
        ways = Content()
        if changing:
            shown = "   ".join(way.label for way in changing[:_SUGGESTED])
            ways = Content.assemble(("Tab ", _KEY), shown)
        for mistake in state.mistakes:
            if not ways or mistake.end != self.cursor_position:
                mended = Content.assemble(("Tab", _KEY), " mends it") if mistake.nearest else ""
                return Content.assemble((mistake.message, "$text-warning"), "   ", ways or mended)
        if not ways and not state.matching:
            style = "$text-muted" if state.unsearched else "$text-warning"
            return Content.styled(ways_out(state), style)
        return ways or _ENDINGS

    @property
    def _completions(self) -> Sequence[Completion]:
        """What may stand at the cursor; before a new term, mending another comes first."""
        mendable = any(mistake.nearest for mistake in self._store.state.mistakes)
        if mendable and self.value[: self.cursor_position].endswith(" "):
            return ()
        return self._store.complete(self.value, self.cursor_position)

    def action_complete(self, step: int) -> None:
        """Put in what may stand here; pressed again, the next that may."""
        if self.value not in self._offered or len(self._offered) < 3:
            self._offered = [self.value, *self._ways_on()]
        if len(self._offered) == 1:
            return self._advise(Content.styled("Nothing to complete here", "$text-muted"))
        place = self._offered.index(self.value) + step
        self._put(self._offered[place % len(self._offered)])

    def action_recall(self, step: int) -> None:
        """Put in the search before, or after."""
        if self.value not in self._recalled:
            self._recalled = [*(each for each in self._store.state.searches if each != self.value)]
            self._recalled.append(self.value)
        place = self._recalled.index(self.value) + step
        if 0 <= place < len(self._recalled):
            self._put(self._recalled[place])

    def _follow(self, state: State) -> None:
        """Show a query that was changed elsewhere, what is wrong with this one, and its outcome."""
        self._marks.mistakes = state.mistakes
        if state.text != self.value:
            self._put(state.text)
        if self._is_waiting != bool(state.unsearched):
            self._is_waiting = not self._is_waiting
            self._advise(self.advice)

    def _ways_on(self) -> list[str]:
        """Return the text as each completion would make it, else with its mistake mended."""
        ways = [(way.start, way.end, way.insert) for way in self._completions]
        mended = [(m.start, m.end, m.nearest) for m in self._store.state.mistakes if m.nearest]
        texts = (self.value[:start] + new + self.value[end:] for start, end, new in ways or mended)
        return [text for text in texts if text != self.value]

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)


def _ready(text: str) -> str:
    """Return a query behind which the next term can be typed."""
    return f"{text} " if text and not text.endswith(" ") else text


class _Marks(Highlighter):
    """Marks the parts of the text that are wrong."""

    def __init__(self, field: SearchField) -> None:
        self.mistakes: tuple[Mistake, ...] = ()
        self._field = field

    def highlight(self, text: Text) -> None:
        """Mark them."""
        style = self._field.get_component_rich_style("search--mistake", partial=True)
        for mistake in self.mistakes:
            text.stylize(style, mistake.start, mistake.end)
