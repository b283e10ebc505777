"""Key bindings: each has an id to remap it by, and a tooltip for the help."""

from textual.binding import Binding


def hidden_binding(key: str, action: str, id: str, tooltip: str) -> Binding:
    """Return a binding that the help lists but the key bar does not show."""
    return Binding(key, action, tooltip, show=False, id=id, tooltip=tooltip)
