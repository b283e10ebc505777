"""The gates for strangers' text: `clean` for words, `safe_url` for links, `fold` for comparing.

A schedule comes from somebody else. Terminals obey what is written to them, so no string from a
file, a file name or an error message reaches the screen or standard output before `clean` saw it.
"""

import re
import unicodedata

# C0 and C1 controls (tab and newline are handled apart), the marks that reorder or hide text (bidi
# overrides and isolates, zero-width space, word joiner, byte-order mark, interlinear annotation),
# lone surrogates, and tag characters. ZWJ and ZWNJ stay: emoji families and Persian need them.
_DANGEROUS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_REPLACEMENT = "\ufffd"
_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033", "'''''\"\"\"\"\""
)


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` safe to show: what could act on a terminal becomes U+FFFD.

    A single line has its white space squeezed; with `multiline` newlines and tabs stay (every line
    end becomes a newline, a tab four spaces).
    """
    # Whatever is dangerous counts as not printable, and most text is printable.
    if (text.replace("\n", "") if multiline else text).isprintable():
        return text if multiline else " ".join(text.split())
    text = _DANGEROUS.sub(_REPLACEMENT, _LINE_ENDS.sub("\n", text))
    return text.expandtabs(4) if multiline else " ".join(text.split())


def is_clean(text: str) -> bool:
    """Whether `text` holds nothing that could act on a terminal."""
    return text.isprintable() or _DANGEROUS.search(text) is None


def safe_url(text: str) -> str:
    """Return the web address in `text` if it may be opened, else the empty string.

    Only http and https with a host, without user name or password, and without white space, control
    or invisible characters: what the screen shows is then what a browser opens.
    """
    from urllib.parse import urlsplit  # only those who read links need it

    url = text.strip()
    if not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # raises where the port is no number
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    if "@" in parts.netloc or "\\" in url:
        return ""
    return url


def fold(text: str) -> str:
    """Return `text` for comparing: case, accents and typographic quotes make no difference."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    # Folding case brings composed letters back, and what decomposes may hold another quote.
    plain = unicodedata.normalize("NFKD", plain).translate(_QUOTES)
    return "".join(character for character in plain if not unicodedata.combining(character))
