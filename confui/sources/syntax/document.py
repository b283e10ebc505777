"""A parsed JSON or YAML document."""

from typing import NamedTuple

from confui.sources.problems import BrokenFileError
from confui.sources.syntax.raw_values import RawValue


class Document(NamedTuple):
    """The values of a file, or of several files that belong together."""

    values: RawValue
    """The top-level value."""
    text: str = ""
    """The decoded JSON file, in which lines are looked up; empty for other documents."""
    error: BrokenFileError | None = None
    """Why the file could not be read to its end, or None. What comes before is in `values`."""
    repeated: tuple[str, ...] = ()
    """Keys that an object has twice. The last value counts, but lists are joined."""
    too_deep: bool = False
    """Whether values were left out because they are nested too deep."""
