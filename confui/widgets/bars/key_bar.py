"""The last line of the screen: the keys that matter now. A message appears on the line above it.

Textual 8.2: its Footer mounts a widget for every key, which takes time when the program starts.
This is one widget. It lies in a layer of its own, so that it covers a line of what is below while
it has a message, and nothing moves.
"""

from typing import Protocol

from textual.binding import ActiveBinding
from textual.content import Content
from textual.style import Style

from confui.widgets.base.lines import OneLine

_MOST_LINES = 3
"""How many lines a long message takes on a narrow screen."""


class ShowMessage(Protocol):
    """Shows a message, in the same frame as the change that it is about."""

    def __call__(self, text: str, *, warning: bool = False) -> None:
        """Show one line of plain text; `warning` says that something did not work."""


class KeyBar(OneLine):
    """Shows the active bindings of its screen, out of a list of ids."""

    def __init__(self, keys: tuple[str, ...], *, lead: str = "") -> None:
        """Show bindings.

        Args:
            keys: Their ids, in order. As many as fit are shown, and always the last one.
            lead: Shown before them: keys that belong together, such as the arrows.
        """
        super().__init__()
        self._keys = keys
        self._lead = Content.styled(lead, "bold $footer-key-foreground")
        self._message = Content("")
        self._is_expired = False
        self._hint = Content("")
        self._unfit: frozenset[str] = frozenset()

    def on_mount(self) -> None:
        """Repaint when the active bindings change, for example with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def on_resize(self) -> None:
        """Take as many lines as the message needs in the new width."""
        self._take_lines()

    def show_message(self, message: str, *, warning: bool = False) -> None:
        """Show a message above the keys, until it is cleared: with the next key.

        Args:
            message: Plain text, one line.
            warning: Whether something failed.
        """
        self._message = Content.styled(message, "$text-warning" if warning else "$text-accent")
        self._is_expired = False
        self._take_lines()
        self.refresh()

    def clear(self) -> None:
        """Remove the message."""
        if self._message:
            self._message = Content("")
            self._take_lines()
            self.refresh()

    def expire(self) -> bool:
        """Let the message go with the next change of what is shown; return whether there is one."""
        self._is_expired = bool(self._message)
        return self._is_expired

    def clear_expired(self) -> None:
        """Remove the message, unless it came after the last `expire`."""
        if self._is_expired:
            self._is_expired = False
            self.clear()

    def leave_out(self, keys: frozenset[str]) -> None:
        """Do not show these bindings, by their ids: they would do nothing at present."""
        if keys != self._unfit:
            self._unfit = keys
            self.refresh()

    def show_hint(self, hint: Content) -> None:
        """Show a hint in place of the keys, until the next call; an empty one shows the keys."""
        if hint != self._hint:
            self._hint = hint
            self.refresh()

    @property
    def message(self) -> str:
        """The text of the message, else of the hint, else empty."""
        return (self._message or self._hint).plain

    def line(self) -> Content:
        """Return the hint, else the keys."""
        if self._hint:
            return _indent(self._hint, self.size.width)
        active = {a.binding.id: a for a in reversed(self.screen.active_bindings.values())}
        shown = [active[key] for key in self._keys if key in active and key not in self._unfit]
        return _keys(self._lead, shown, self.size.width)

    def lines(self) -> tuple[Content, ...]:
        """Return the lines of the message, and the last line."""
        return (*self._message_lines(self.size.width), self.line())

    def _message_lines(self, width: int) -> tuple[Content, ...]:
        if not self._message:
            return ()
        first, *others = self._message.wrap(max(1, width - 2))
        kept = [first, *others[: _MOST_LINES - 2]]
        if rest := others[_MOST_LINES - 2 :]:
            kept.append(Content(" ").join(line.rstrip() for line in rest))
        return tuple(_indent(line, width) for line in kept)

    def _take_lines(self) -> None:
        width = self.size.width or self.app.size.width
        height = 1 + len(self._message_lines(width))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height


def _indent(text: Content, width: int) -> Content:
    return Content.assemble(" ", text.truncate(width - 2, ellipsis=True))


def _keys(lead: Content, shown: list[ActiveBinding], width: int) -> Content:
    """Return the lead, as many bindings as fit into `width` cells, and the last one."""
    labels = [_label(active) for active in shown]
    last = labels.pop() if labels else Content("")
    parts, used = [lead], lead.cell_length + last.cell_length
    for label in labels:
        if used + label.cell_length > width:
            break
        parts.append(label)
        used += label.cell_length
    return Content.assemble(*parts, last)


def _label(active: ActiveBinding) -> Content:
    binding = active.binding
    key = binding.key_display or binding.key
    label = Content.assemble((f" {key} ", "bold $footer-key-foreground"), binding.description, " ")
    return label.stylize(Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"}))
