"""Whether attendees are meant to see a session."""

from collections.abc import Iterator, Mapping

from confui.sources.values.fields import Fields, parse_bool
from confui.sources.values.synonyms import normalise_key

_SHOWN = ("accepted", "published")
_HIDDEN = ("hidden", "hide", "draft", "hidefromlist")
_OFF = frozenset(
    ("cancelled", "canceled", "withdrawn", "rejected", "declined", "deleted", "draft", "nominated")
)


def is_visible(fields: Fields) -> bool:
    """Return whether a session is shown: accepted and published, not hidden, no draft."""
    shown = [fields.boolean(key) for key in _SHOWN]
    hidden = [fields.boolean(key) for key in _HIDDEN]
    return False not in shown and True not in hidden


def is_cancelled_state(state: str) -> bool:
    """Whether the word for the state of a session says that it will not take place."""
    return state.strip().lower() in _OFF


_KEY = "do_not_record"
_REFUSALS = frozenset(
    (_KEY, "no_recording", "recording_optout", "recording_opt_out", "optout", "opt_out")
)
_CONSENTS = frozenset(
    (
        *("may_record", "can_record", "recording_consent", "recordingconsent"),
        *("recording_allowed", "allow_recording"),
    )
)
"""Keys as `spellings.normal` writes them."""


def add_do_not_record(extra: dict[str, object]) -> dict[str, object]:
    """Return what a source says beside, with the answer under `do_not_record`: `true` or `false`.

    Nothing is added where it does not say; where it says both, the session is not to be recorded.
    """
    said = {*_refusals(extra)}
    recording = extra.get("recording")
    if isinstance(recording, Mapping):
        said.update(_refusals(recording))
    return {**extra, _KEY: "true" if True in said else "false"} if said else extra


def _refusals(values: Mapping[str, object]) -> Iterator[bool]:
    for key, value in values.items():
        word = normalise_key(key)
        if word in _REFUSALS or word in _CONSENTS:
            answer = parse_bool(value) if isinstance(value, str) else None
            if answer is not None:
                yield answer is (word in _REFUSALS)
