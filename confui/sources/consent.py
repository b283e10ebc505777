"""Whether a session may be recorded, which every programme says in words of its own."""

from collections.abc import Iterator, Mapping

from confui.sources.fields import yes_or_no
from confui.sources.spellings import normal

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


def with_consent(extra: dict[str, object]) -> dict[str, object]:
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
        word = normal(key)
        if word in _REFUSALS or word in _CONSENTS:
            answer = yes_or_no(value) if isinstance(value, str) else None
            if answer is not None:
                yield answer is (word in _REFUSALS)
