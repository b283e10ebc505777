"""Whether attendees are meant to see a session."""

from confui.sources.fields import Fields

_SHOWN = ("accepted", "published")
_HIDDEN = ("hidden", "hide", "draft", "hidefromlist")
_OFF = frozenset(
    ("cancelled", "canceled", "withdrawn", "rejected", "declined", "deleted", "draft", "nominated")
)


def is_visible(fields: Fields) -> bool:
    """Return whether a session is shown: accepted and published, not hidden, no draft."""
    shown = [fields.truth(key) for key in _SHOWN]
    hidden = [fields.truth(key) for key in _HIDDEN]
    return False not in shown and True not in hidden


def is_off(state: str) -> bool:
    """Whether the word for the state of a session says that it will not take place."""
    return state.strip().lower() in _OFF
