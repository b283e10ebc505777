"""Folded text for searching, and the positions of matches in the original text."""

import codecs
import re

from confui.text import fold


def _fold_unencodable(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = fold(error.object[error.start : error.end])
    return part.encode("utf-8", "surrogatepass"), error.end


codecs.register_error("confui.fold", _fold_unencodable)


def fold_text(text: str) -> str:
    """Return the same as `fold(text)`, many times faster if few characters are not ASCII.

    Characters can be folded one by one. The ASCII encoder, which is written in C, finds those that
    are not ASCII and calls our error handler to replace them.
    """
    if text.isascii():
        return text.lower()
    return text.encode("ascii", "confui.fold").lower().decode("utf-8", "surrogatepass")


def fold_line(text: str) -> str:
    """Return the folded text on one line, each run of white space replaced by one space."""
    return " ".join(fold_text(text).split())


def unfold_spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans (start, end) of the folded text as spans of the text itself.

    A span that covers part of a character is widened to all of it. Accents that follow a character
    belong to it.
    """
    if not spans or text.isascii():
        return spans
    origins = _origins(text)
    return [(origins[start], _end(origins, end)) for start, end in spans]


def merge_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, with those that overlap or touch merged into one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _origins(text: str) -> list[int]:
    """Return for each folded character the index of its original in `text`, then its length."""
    origins: list[int] = []
    at = 0
    for other in re.finditer("[^\0-\x7f]", text):
        index = other.start()
        origins += range(at, index)
        origins += [index] * len(fold_text(other[0]))
        at = index + 1
    return [*origins, *range(at, len(text) + 1)]


def _end(origins: list[int], end: int) -> int:
    """Return the index after the last matched character and its combining accents."""
    return max(origins[end], origins[end - 1] + 1)
