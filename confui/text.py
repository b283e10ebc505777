"""Handling untrusted text: `clean` for display, `safe_url` for links, `fold` for comparison.

A schedule comes from somebody else, and terminals obey control characters. So every string from a
file, a file name or an error message passes through `clean` before it is shown or printed.
"""

import re
import unicodedata

# C0 and C1 controls (except tab and newline), characters that reorder or hide text (bidi overrides
# and isolates, zero-width space, word joiner, byte-order mark, interlinear annotation), lone
# surrogates, and tag characters. ZWJ and ZWNJ are allowed: emoji families and Persian need them.
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
    """Return `text` safe for a terminal: each dangerous character becomes U+FFFD.

    The result is one line, with runs of white space replaced by one space. With `multiline` the
    lines stay: every line end becomes a newline, and tabs are expanded to four columns.
    """
    # A shortcut for most text: printable text has no dangerous character.
    if (text.replace("\n", "") if multiline else text).isprintable():
        return text if multiline else " ".join(text.split())
    text = _DANGEROUS.sub(_REPLACEMENT, _LINE_ENDS.sub("\n", text))
    return text.expandtabs(4) if multiline else " ".join(text.split())


def quote(text: str, longest: int = 60) -> str:
    """Return `text` on one line in typographic quotes, safe to show, for use in a message.

    A text of more than `longest` characters is cut and ends in “…”.
    """
    text = clean(text)
    return f"“{text if len(text) <= longest else f'{text[: longest - 1].rstrip()}…'}”"


def is_clean(text: str) -> bool:
    """Return whether `text` has no character that is dangerous for a terminal."""
    return text.isprintable() or _DANGEROUS.search(text) is None


def safe_url(text: str) -> str:
    """Return the URL in `text` if it may be opened, else an empty string.

    It must be http or https with a host, without user name or password, and without white space,
    control or invisible characters, so that a browser opens exactly what the screen shows.
    """
    from urllib.parse import urlsplit  # 2 ms that `--version` does not need

    url = text.strip()
    if not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port  # raises ValueError if the port is not a number
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    if "@" in parts.netloc or "\\" in url:
        return ""
    return url


def fold(text: str) -> str:
    """Return `text` for comparison, without differences in case, accents and typographic quotes."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    # Case folding can compose letters again, and decomposing can yield another quote.
    plain = unicodedata.normalize("NFKD", plain).translate(_QUOTES)
    return "".join(character for character in plain if not unicodedata.combining(character))
