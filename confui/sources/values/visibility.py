"""Whether a session is shown to attendees, and whether it may be recorded."""

from collections.abc import Iterator, Mapping

from confui.sources.values.fields import Fields, parse_bool
from confui.sources.values.synonyms import normalise_key

_SHOWN = ("accepted", "published")
_HIDDEN = ("hidden", "hide", "draft", "hidefromlist")
_CANCELLED_STATES = frozenset(
    ("cancelled", "canceled", "withdrawn", "rejected", "declined", "deleted", "draft", "nominated")
)


def is_visible(fields: Fields) -> bool:
    """Whether a session is shown: not rejected, unpublished, hidden or a draft."""
    shown = [fields.boolean(key) for key in _SHOWN]
    hidden = [fields.boolean(key) for key in _HIDDEN]
    return False not in shown and True not in hidden


def is_cancelled_state(state: str) -> bool:
    """Whether the state of a session means that it will not take place."""
    return state.strip().lower() in _CANCELLED_STATES


_DO_NOT_RECORD = "do_not_record"
_REFUSALS = frozenset(
    (_DO_NOT_RECORD, "no_recording", "recording_optout", "recording_opt_out", "optout", "opt_out")
)
_CONSENTS = frozenset(
    (
        *("may_record", "can_record", "recording_consent", "recordingconsent"),
        *("recording_allowed", "allow_recording"),
    )
)
"""Keys as `synonyms.normalise_key` returns them."""


def add_do_not_record(extra: dict[str, object]) -> dict[str, object]:
    """Return the extra keys of a session with `do_not_record` added, `true` or `false`.

    It is not added where no key answers the question. If keys contradict each other, it is `true`.
    """
    answers = {*_refusals(extra)}
    recording = extra.get("recording")
    if isinstance(recording, Mapping):
        answers.update(_refusals(recording))
    return {**extra, _DO_NOT_RECORD: "true" if True in answers else "false"} if answers else extra


def _refusals(values: Mapping[str, object]) -> Iterator[bool]:
    for key, value in values.items():
        word = normalise_key(key)
        if word in _REFUSALS or word in _CONSENTS:
            answer = parse_bool(value) if isinstance(value, str) else None
            if answer is not None:
                yield answer is (word in _REFUSALS)
