"""The tracks that a schedule declares, with their colours."""

import re
from collections.abc import Iterable, Iterator, Mapping

from confui.schedule.models import Track
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import clean_name

_COLOUR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_COLOUR_KEYS = ("color", "colour")


def read_tracks(items: Iterable[RawValue]) -> tuple[Track, ...]:
    """Return the tracks that are written as names or as mappings; of a repeated name the first."""
    tracks: dict[str, Track] = {}
    for track in _read(items):
        tracks.setdefault(track.name, track)
    return tuple(tracks.values())


def read_colour(written: str) -> str:
    """Return a colour as `#` and six digits; empty if the text is not a hexadecimal colour."""
    match = _COLOUR.fullmatch(written.strip())
    if match is None:
        return ""
    digits = match[1].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


def _read(items: Iterable[RawValue]) -> Iterator[Track]:
    for item in items:
        if name := clean_name(plain_value(item)):
            yield Track(name, _colour_of(item) if isinstance(item, dict) else "")


def _colour_of(item: Mapping[str, RawValue]) -> str:
    written = next((item[key] for key in _COLOUR_KEYS if item.get(key)), "")
    return read_colour(written) if isinstance(written, str) else ""
