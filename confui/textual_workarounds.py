"""Workarounds for Textual, each with the version in which it was needed and the reason.

Every workaround that can stand alone is in this module. An override that must stay in its class is
marked there with a comment `# Textual 8.2: <reason>` and listed here:

- `widgets.base.lines`, `OneLine.render_lines` and `LineView.render_lines`: Textual renders every
  line of a widget through its CSS box (border, padding, tint) in each frame.
- `widgets.base.lines`, `LineView.watch_has_focus`: a change of focus applies all styles again.
- `widgets.base.lines`, `LineView.fit`: a new widget is painted before its resize event.
- `widgets.base.lines`, `LineView.resize_content`: a new virtual size asks for a new layout.
- `widgets.base.session_view`, `SessionView._resolve_layer`: each component class adds a CSS rule,
  which is matched again at every change of focus.
- `widgets.bars.key_bar`, `KeyBar`: the Footer mounts a widget for every key.
- `screens.schedule`, `ScheduleScreen.on_screen_resume`: a screen that is first shown applies all
  styles a second time.
- `screens.closing`, `ClosesOnce._on_message`: messages that wait in a queue cannot be dropped.
- `screens.dialogs.palette`, `PaletteHits.on_click`, `Palette.on_click`, `Palette.action_page`:
  clicks on what is gone, and page keys before the first layout, raise exceptions.
"""

import asyncio
import codecs
from collections import deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from types import FunctionType, MethodType
from weakref import WeakKeyDictionary

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import _callback, events
from textual.app import App, ScreenStackError
from textual.color import Color
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.filter import ANSIToTruecolor, LineFilter
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerFailed

from confui.text import acts_on_terminal, clean, find_clusters, is_steady, split_cluster


class ControlFilter(LineFilter):
    """Replaces control characters in what is painted, should any get past `text.clean`.

    Textual 8.2 writes the text of a segment to the terminal as it is.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without control characters in their text."""
        shown = "".join([segment.text for segment in segments if not segment.control])
        if not acts_on_terminal(shown):
            return segments
        return [
            segment
            if segment.control
            else Segment(clean(segment.text, multiline=True), segment.style)
            for segment in segments
        ]


class SteadyFilter(ControlFilter):
    """Paints emoji whose width terminals disagree on as signs whose width is the same everywhere.

    Textual 8.2 counts the cells of a joined emoji as one version of Unicode has them. In a terminal
    that draws more or fewer, all that is to the right would shift. It is a control filter too,
    since each filter costs every line.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, each as wide as it was counted and without controls."""
        text = "".join([segment.text for segment in segments])
        if text.isascii() and text.isprintable():
            return segments
        if not is_steady(text):
            segments = [
                segment if segment.control else Segment(_settle(segment.text), segment.style)
                for segment in segments
            ]
        return super().apply(segments, background)


def _settle(text: str) -> str:
    parts, end = [], 0
    for cluster in find_clusters(text):
        parts.append(text[end : cluster.start()])
        width, shown = cell_len(cluster[0]), ""
        for sign in split_cluster(cluster[0]):
            if cell_len(shown + sign) > width:
                break
            shown += sign
        parts.append(set_cell_size(shown, width))
        end = cluster.end()
    return "".join([*parts, text[end:]])


def load_styles(screen: Screen[None]) -> None:
    """Read the style sheets that were added to a screen.

    Textual 8.2 reads those of a screen only when the screen is opened.
    """
    screen.app._load_screen_css(screen)


def set_first_theme(app: App[None], theme: str) -> None:
    """Set the theme of an app that does not run yet.

    Textual 8.2 parses all styles a second time when the theme changes in the usual way.
    """
    app.set_reactive(App.theme, theme)
    app.stylesheet.set_variables(app.get_css_variables())


def name_ascii_keys() -> list[str]:
    """Return what the keys of visible ASCII characters are called, such as `question_mark`.

    Textual 8.2 has no public function for this.
    """
    return [_character_to_key(chr(code)) for code in range(33, 127)]


def describe_binding(node: DOMNode, id: str, description: str, tooltip: str) -> None:
    """Change what help and key bar say about a binding of one widget.

    Textual 8.2 has no way to name a key by what it does at the moment.
    """
    keys = node._bindings.key_to_bindings
    for key, bindings in keys.items():
        keys[key] = [  # another list: the old one belongs to the class
            replace(binding, description=description, tooltip=tooltip)
            if binding.id == id
            else binding
            for binding in bindings
        ]


def misses_widget(error: BaseException) -> bool:
    """Return whether an exception says that a widget or a screen is gone.

    Textual 8.2 removes the widgets of a screen before it stops the workers and timers of the
    screen, so this happens at the end.
    """
    if isinstance(error, WorkerFailed):
        error = error.error
    return isinstance(error, NoMatches | NoScreen | ScreenStackError)


class InputOrder:
    """Gives an app its keys and mouse events one at a time: each after the effects of the last.

    A terminal may send several keys at once, and a slow program reads several at once. Textual 8.2
    sends each to what has the focus on arrival, and their actions overtake the messages of earlier
    ones: with `down` and `b` in one write, the session above would be starred.
    """

    def __init__(self, app: App[None], handle: Callable[[events.Event], Awaitable[None]]) -> None:
        """Give the events to `handle`, within the message loop of `app`."""
        self._app = app
        self._handle = handle
        self._waiting: deque[events.Event] = deque()
        self._will_go_on = False
        self._turns = 0

    @property
    def is_waiting(self) -> bool:
        """Whether there are events that are not handled yet."""
        return bool(self._waiting)

    async def put(self, event: events.Event) -> None:
        """Handle an event now, or when everything before it has been handled."""
        self._waiting.append(event)
        if not self._will_go_on:
            await self._go_on()

    def put_first(self, event: events.Event) -> None:
        """Handle an event before all that wait, since it is the effect of an earlier one."""
        self._waiting.appendleft(event)
        self._go_on_later()

    def _go_on_later(self) -> None:
        if not self._will_go_on:
            self._will_go_on = self._app.call_later(self._go_on)

    async def _go_on(self) -> None:
        self._will_go_on = False
        while self._waiting and self._app.screen_stack:
            if self._turns < _MOST_TURNS and is_busy(self._app):
                self._turns += 1
                await asyncio.sleep(0)
                return self._go_on_later()
            self._turns = 0
            await self._handle(self._waiting.popleft())
        return None


async def let_pass(app: App[None]) -> None:
    """Wait while messages wait: a key has its effects over several turns of the event loop."""
    for _ in range(_MOST_TURNS):
        if not has_messages(app):
            return
        await asyncio.sleep(0)


_MOST_TURNS = 1_000
"""How many turns of the event loop a key waits for the effects of the one before, at most."""


def is_busy(app: App[None]) -> bool:
    """Return whether messages wait, or a widget is not mounted or laid out yet.

    The message that `app` itself is handling does not count. A layout that is due is made now:
    Textual makes it at the next frame.
    """
    if has_messages(app):
        return True
    if app.screen._layout_required and not app._batch_count:
        app.screen._on_timer_update()
        return True
    return False


def has_messages(app: App[None]) -> bool:
    """Return whether messages wait, besides the one that `app` handles, or a widget is mounted."""
    if _has_own_messages(app):
        return True
    # A key asks fifteen times, so this does without `walk_children`, which takes twice as long.
    nodes: list[DOMNode] = [*app.screen_stack]
    for node in nodes:
        waits = node.message_queue_size or node._next_callbacks or not node._is_mounted
        if waits and not node._closing:
            return True
        nodes.extend(node.children)
    return False


def _has_own_messages(app: App[None]) -> bool:
    return bool(app.message_queue_size or app._next_callbacks)


def paint_once(app: App[None], at_last: Callable[[], None]) -> None:
    """Paint the effects of what is handled now in one frame, also where they change the layout.

    Textual 8.2 paints each layout at once, and again what widgets draw for their new sizes.

    Args:
        app: The app.
        at_last: What to do after all these effects, for the same frame.
    """
    app._begin_batch()
    app.call_later(_paint_when_quiet, app, (at_last,), 0)


async def _paint_when_quiet(
    app: App[None], at_last: tuple[Callable[[], None], ...], turn: int
) -> None:
    while turn < _MOST_TURNS_OF_A_FRAME:
        if _has_own_messages(app):
            app.call_later(_paint_when_quiet, app, at_last, turn + 1)
            return
        if not (has_messages(app) or _lay_out(app)):
            if not at_last:
                break
            for effect in at_last:
                effect()
            at_last = ()
        await asyncio.sleep(0)
        turn += 1
    for effect in at_last:
        effect()
    _paint(app)


def _paint(app: App[None]) -> None:
    app._end_batch()
    if app.screen_stack and not app._batch_count:
        screen = app.screen
        if screen._repaint_required:
            screen._dirty_widgets.add(screen)
            screen._repaint_required = False
        screen._compositor.update_widgets(screen._dirty_widgets)
        if screen._compositor._dirty_regions:
            screen._compositor_refresh()


def _lay_out(app: App[None]) -> bool:
    """Make the layout of the screen if one is due, without painting it; return whether it was."""
    if not app.screen_stack or not app.screen._layout_required:
        return False
    screen = app.screen
    # An attribute of the object hides the method of its class.
    vars(screen)["_compositor_refresh"] = lambda: None
    try:
        screen._refresh_layout(scroll=screen._scroll_required)
    finally:
        del vars(screen)["_compositor_refresh"]
    screen._layout_required = screen._scroll_required = False
    return True


_MOST_TURNS_OF_A_FRAME = 200
"""How many turns of the event loop a frame waits for the effects of a key, at most."""


def repaint(app: App[None]) -> None:
    """Paint everything again after Ctrl+Z and `fg`.

    Textual 8.2 clears the terminal on resuming, but believes that its last frame is still there.
    """
    for widget in (widget for screen in app.screen_stack for widget in screen.walk_children()):
        widget.refresh()


def apply_line_filters(widget: Widget, strip: Strip, background: Color) -> Strip:
    """Return a strip after the line filters of the app, such as the one for monochrome.

    Textual 8.2 applies them where it renders the CSS box, which `LineView` and `OneLine` skip. It
    makes a strip for each filter, each with seven caches.

    Args:
        widget: The widget that the strip belongs to.
        strip: The line as drawn.
        background: The colour behind the widget, which filters blend with.
    """
    before = segments = [*strip]
    for line_filter in widget.get_line_filters():
        if isinstance(line_filter, ANSIToTruecolor) and _have_true_colours(segments):
            continue  # it would build all segments again
        segments = line_filter.apply(segments, background)
    return strip if segments is before else Strip(segments, strip.cell_length)


def _have_true_colours(segments: list[Segment]) -> bool:
    return all(style is None or _has_true_colours(style) for _, style, _ in segments)


@lru_cache(maxsize=1024)
def _has_true_colours(style: Style) -> bool:
    """Return whether `ANSIToTruecolor` leaves a style as it is."""
    colours = (style.color, style.bgcolor)
    return not style.dim and all(colour is None or colour.triplet for colour in colours)


_is_starting: ContextVar[bool] = ContextVar("_is_starting", default=False)
"""Whether a widget or screen is being composed and mounted."""


def is_starting() -> bool:
    """Return whether the present exception comes from composing or mounting a widget.

    Such a widget does not work, so the app cannot go on.
    """
    return _is_starting.get()


def survive_exceptions(report: Callable[[Exception], None]) -> None:
    """Give exceptions in message handlers to `report`, and go on with the next message.

    Textual 8.2 ends the message loop of a widget at the first exception, and then the app.
    """
    dispatch, start = MessagePump._dispatch_message, MessagePump._pre_process

    async def dispatch_and_survive(pump: MessagePump, message: Message) -> None:
        try:
            await dispatch(pump, message)
        except Exception as error:
            if isinstance(message, events.Compose | events.Mount):
                raise
            report(error)

    async def start_marked(pump: MessagePump) -> bool:
        token = _is_starting.set(True)
        try:
            return await start(pump)
        finally:
            _is_starting.reset(token)

    MessagePump._dispatch_message = dispatch_and_survive  # type: ignore[assignment,method-assign]  # no hook
    MessagePump._pre_process = start_marked  # type: ignore[assignment,method-assign]  # no hook


def remember_parameters() -> None:
    """Look at the signature of each function once.

    Textual 8.2 does so each time that one is called later: 20 µs, seven times a key.
    """
    count = _callback._count_parameters
    known: WeakKeyDictionary[FunctionType, int] = WeakKeyDictionary()

    def count_once(func: Callable[..., object]) -> int:
        if isinstance(func, MethodType):
            return count_once(func.__func__) - 1
        if not isinstance(func, FunctionType):
            return count(func)
        if func not in known:
            known[func] = count(func)
        return known[func]

    _callback._count_parameters = count_once


def accept_any_byte() -> None:
    """Show bytes from the terminal that are not UTF-8 as replacement characters.

    The input thread of Textual 8.2 ends with UnicodeDecodeError. Latin-1 terminals send such bytes.
    """
    try:
        from textual.drivers import linux_driver  # neither on Windows
    except ImportError:
        return

    def tolerant(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
        return lambda: codecs.getincrementaldecoder(encoding)(errors="replace")

    linux_driver.getincrementaldecoder = tolerant  # type: ignore[assignment,attr-defined]  # no hook
