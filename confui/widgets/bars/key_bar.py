"""The last line: the keys that matter now, or one quiet message.

Textual's Footer mounts a widget for every key; this is one widget, so that it costs nothing when
the program opens, and it lends its place to messages that nobody has to dismiss.
"""

from textual.binding import ActiveBinding
from textual.content import Content
from textual.style import Style
from textual.timer import Timer

from confui.widgets.base.lines import OneLine

_SECONDS = 6.0


class KeyBar(OneLine):
    """Draws those active bindings of its screen that it was told to show."""

    def __init__(self, keys: tuple[str, ...], *, lead: str = "") -> None:
        """Show the bindings with these ids, as many as fit, and the last of them always.

        `lead` comes first: keys that are a group, such as the arrows.
        """
        super().__init__()
        self._keys = keys
        self._lead = Content.styled(lead, "bold $footer-key-foreground")
        self._message = Content("")
        self._hint = Content("")
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Follow the keys of whatever has the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def tell(self, message: str, *, warning: bool = False) -> None:
        """Show a message in place of the keys for a while.

        Args:
            message: Plain text, one line.
            warning: Whether something did not work.
        """
        self._message = Content.styled(message, "$text-warning" if warning else "$text-accent")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SECONDS, self.clear)
        self.refresh()

    def clear(self) -> None:
        """Show the keys again."""
        if self._message:
            self._message = Content("")
            self.refresh()

    def hint(self, hint: Content) -> None:
        """Show a hint in place of the keys until another one, or an empty one, comes."""
        if hint != self._hint:
            self._hint = hint
            self.refresh()

    @property
    def message(self) -> str:
        """The message or hint on show, or empty."""
        return (self._message or self._hint).plain

    def line(self) -> Content:
        """Return the message, else the hint, else the keys."""
        if said := self._message or self._hint:
            return Content.assemble(" ", said.truncate(self.size.width - 2, ellipsis=True))
        active = {a.binding.id: a for a in reversed(self.screen.active_bindings.values())}
        shown = [active[key] for key in self._keys if key in active]
        return _keys(self._lead, shown, self.size.width)


def _keys(lead: Content, shown: list[ActiveBinding], width: int) -> Content:
    """Return as many keys as fit into `width` cells."""
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
