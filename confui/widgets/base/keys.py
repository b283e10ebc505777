"""How keys are declared: each with an id to remap it by, and a sentence for the help."""

from textual.binding import Binding


def hidden_binding(key: str, action: str, id: str, tooltip: str) -> Binding:
    """Return a binding that the help lists and the key bar leaves out."""
    return Binding(key, action, tooltip, show=False, id=id, tooltip=tooltip)
