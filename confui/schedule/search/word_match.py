"""Where a word or phrase matches in a folded text: where a word begins, or at whole words.

In scripts without spaces between words, such as Chinese, Japanese and Thai, a word can begin at any
character. So it can at a sign: `+` is found in “C++”, `net` and `.net` in “ASP.NET”.
"""

import re
from functools import lru_cache
from string import ascii_lowercase, digits

from confui.schedule.query import Sought
from confui.schedule.search.folding import fold_line

UNSPACED = (
    "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u1b00-\u1b7f"
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\ua980-\ua9df\uaa00-\uaa5f"
    "\uaa80-\uaadf\U00020000-\U0003ffff"
)
"""Characters of scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Tai, Balinese,
Chinese, Japanese, Yi, Javanese, Cham. Korean has spaces."""

_SIGNS = (
    "\u0483-\u0489\u05bf\u0670\u06d6-\u06ed\u07a6-\u07b0\u0900-\u0903\u093a-\u094f\u0955-\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a75"
    "\u0a81-\u0a83\u0abc-\u0acd\u0ae2-\u0aff\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82"
    "\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2"
    "\u0ce3\u0d00-\u0d03\u0d3b-\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0df3\u0f71-\u0f87\u0f8d-\u0fbc"
    "\u200c\u200d"
)
"""Signs inside words that Python does not count as letters, such as the vowels of Hindi and Tamil,
and the joiners of Persian."""

_LETTER = rf"[^\W_{UNSPACED}]"
_PIECE = rf"(?:{_LETTER}+|[{_SIGNS}]+)+|[{UNSPACED}]+"
_ASCII_GAPS = {code: " " for code in range(128) if chr(code) not in f"{ascii_lowercase}{digits}"}
"""Spaces for all that is no letter or digit; splitting there is quicker than a pattern."""


def find_pieces(text: str) -> list[str]:
    """Return the words of a folded text. A run of characters of an unspaced script is one piece."""
    return text.translate(_ASCII_GAPS).split() if text.isascii() else re.findall(_PIECE, text)


def is_unspaced(piece: str) -> bool:
    """Whether a piece is of a script without spaces, so that a word may begin inside it."""
    return not piece.isascii() and re.match(f"[{UNSPACED}]", piece) is not None


def has_word(line: str, needle: str, whole: bool = False) -> bool:
    """Whether a text has a word or phrase. Both are as `fold_line` returns them."""
    at = line.find(needle)
    while at >= 0 and not is_match(line, at, at + len(needle), whole):
        at = line.find(needle, at + 1)
    return at >= 0


def is_worth_marking(sought: Sought) -> bool:
    """Whether a word is marked where it is found: too many words begin with a single letter."""
    word = fold_line(sought.text)
    return len(word) > 1 or (word != "" and (sought.whole or not word.isascii()))


def is_match(text: str, start: int, end: int, whole: bool) -> bool:
    """Whether a part of a folded text begins where a word begins, and ends so if it is `whole`."""
    if start >= end:
        return True
    return is_word_edge(text, start) and (not whole or is_word_edge(text, end))


def is_word_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end at a position of a folded text."""
    return not (0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at]))


@lru_cache(maxsize=4096)
def _is_letter(character: str) -> bool:
    return re.match(rf"{_LETTER}|[{_SIGNS}]", character) is not None
