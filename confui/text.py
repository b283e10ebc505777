"""Handling untrusted text: `clean` for display, `safe_url` for links, `fold` for comparison.

A schedule comes from somebody else, and terminals obey control characters. So every string from a
file, a file name or an error message passes through `clean` before it is shown or printed.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# C0 and C1 controls (except tab and newline), lone surrogates, and characters that reorder or hide
# text: bidi overrides and isolates, zero-width space, word joiner, byte-order mark, interlinear
# annotation, formats of music and shorthand, tags. Private-use characters look different in each
# font. The tests list all of them.
_DANGEROUS = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]"
)
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
# Invisible, but found in ordinary text: soft hyphen, grapheme joiner, Hangul fillers, inherent
# vowels, Mongolian and other variation selectors. A selector is kept where it chooses the look of
# an emoji, a keycap or an ideograph.
_INVISIBLE = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0]"
    f"|(?<![{_EMOJI}])[\ufe00-\ufe0f](?!\u20e3)"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
# Joiners (ZWNJ and ZWJ) are kept between letters of scripts that need them, such as Persian and
# Hindi, and within emoji such as families. Elsewhere they are only invisible.
_JOINED = f"\u0590-\u0eff\u1780-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\ufe0f{_EMOJI}"
_JOINER = f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
_HIDDEN_THOUGH_PRINTABLE = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164"
    "\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Marks that are drawn on top of the character before, which take no cell: accents, parts of Hangul
# syllables, tones of skin. The stream-safe format of Unicode (UAX 15) allows 30 in a row. Without a
# limit, a title of no width could have a million characters, which Textual would cut one by one.
_MOST_MARKS = 30
_JAMO = "\u1160-\u11ff\ud7b0-\ud7ff"
_MANY_MARKS = f"(?:[^\\w\\s\x00-\x7f\u2010-\u2027\u2100-\u2bff]|[{_JAMO}]){{{_MOST_MARKS + 1},}}"
_MANY_WESTERN_MARKS = f"[\u00a8\u00af\u00b4\u00b8\u02dc]{{{_MOST_MARKS + 1}}}"
_MARK_CATEGORIES = frozenset({"Mn", "Mc", "Me", "Cf", "Cn", "Sk"})
# Signs that terminals draw in one, two or more cells, depending on the version of Unicode that they
# know and on whether they join signs: flags, keycaps, tones of skin, selectors, joined emoji.
_FLAG = "[\U0001f1e6-\U0001f1ff]"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_UNSTEADY = f"[\u200d\ufe0e\ufe0f\u20e3]|{_FLAG}|{_TONE}"
_SELECTOR = "[\ufe0e\ufe0f\u20e3]"
_CLUSTER = (
    f"{_FLAG}{{1,2}}{_SELECTOR}*"
    f"|[{_EMOJI}](?:{_SELECTOR}|{_TONE})*(?:\u200d(?:.(?:{_SELECTOR}|{_TONE})*)?)*"
    f"|.(?:{_SELECTOR}|{_TONE})+"
)
_EMOJI_CODE = r"(?<!\w):[a-z0-9_+-]{1,60}:(?!\w)"
_LINE_ENDS = "\r\n?|[\x85\u2028\u2029]"
_REPLACEMENT = "\ufffd"
_WRITTEN_TOGETHER = (
    {"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)
"""Scripts that one host may mix, by the first word of their letters' names in Unicode."""
_HOST = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?"
_ORDINARY_URL = r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:[/?#][!-\[\]-~]*)?"
"""Most URLs: ASCII without backslash, user name and port. They need no parsing."""
_LONGEST_HOST = 253
"""RFC 1035; Python's codec takes quadratic time."""
_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033", "'''''\"\"\"\"\""
)


def clean(text: str, *, multiline: bool = False) -> str:
    """Return `text` safe for a terminal: each dangerous character becomes U+FFFD.

    Invisible characters that ordinary text has, such as soft hyphens, are removed, and so are
    accents on one letter beyond the thirtieth. The result is one line, with runs of white space
    replaced by one space. With `multiline` the lines stay: every line end becomes a newline, and
    tabs are expanded to four columns.
    """
    if multiline and "\r" in text:
        text = text.replace("\r\n", "\n")  # the most common reason why text is not plain
    line = text.replace("\n", "") if multiline else text
    if not (line.isascii() and line.isprintable()) and not _is_plain(line):
        text = _pattern(_INVISIBLE).sub("", _pattern(_LINE_ENDS).sub("\n", text))
        text = _pattern(_JOINER).sub("", _pattern(_DANGEROUS).sub(_REPLACEMENT, text))
        text = _pattern(_MANY_MARKS).sub(_limit_marks, text)
        if multiline:
            return text.expandtabs(4)
    return text if multiline else " ".join(text.split())


def quote(text: str, longest: int = 60) -> str:
    """Return `text` on one line in typographic quotes, safe to show, for use in a message.

    A text of more than `longest` characters is cut and ends in “…”.
    """
    text = clean(text)
    return f"“{text if len(text) <= longest else f'{text[: longest - 1].rstrip()}…'}”"


def is_clean(text: str) -> bool:
    """Return whether `text` has no character that `clean` replaces or removes."""
    if _is_plain(text):
        return True
    if any(_pattern(kind).search(text) for kind in (_DANGEROUS, _INVISIBLE, _JOINER)):
        return False
    return not any(_limit_marks(run) != run[0] for run in _pattern(_MANY_MARKS).finditer(text))


def acts_on_terminal(text: str) -> bool:
    """Return whether `text` has a character that is dangerous for a terminal.

    A part of a clean text may be unclean, if it begins with a joiner, but is never dangerous.
    """
    return not text.isprintable() and _pattern(_DANGEROUS).search(text) is not None


def with_emoji(text: str) -> str:
    """Return `text` with the codes that chats and GitHub write, such as `:zap:`, as their signs.

    What is no such code stays, for example `10:30:20` and `std::vector`.
    """
    if text.count(":") < 2 or _pattern(_EMOJI_CODE).search(text) is None:
        return text
    from emoji import emojize  # 30 ms, for the few schedules that have codes

    def sign_of(code: re.Match[str]) -> str:
        return str(emojize(code[0], language="alias"))

    return clean(_pattern(_EMOJI_CODE).sub(sign_of, text))


def is_steady(text: str) -> bool:
    """Return whether all terminals draw `text` in the same number of cells, as far as is known."""
    return text.isascii() or _pattern(_UNSTEADY).search(text) is None


def steady(text: str) -> str:
    """Return `text` with emoji that terminals draw in different widths in a form that is the same.

    Joined emoji and letters stand one after the other, flags become the letters of their country;
    selectors and tones of skin are left out. What keeps letters apart, as in Persian, stays.
    """
    if is_steady(text):
        return text
    signs = _pattern(_CLUSTER).sub(lambda cluster: "".join(split_cluster(cluster[0])), text)
    return signs.replace("\u200d", "")


def find_clusters(text: str) -> Iterator[re.Match[str]]:
    """Yield the emoji that `steady` changes, with their places."""
    return _pattern(_CLUSTER).finditer(text)


def split_cluster(cluster: str) -> list[str]:
    """Return the signs that an emoji is made of, each of which has the same width everywhere."""
    return [
        chr(ord(sign) - 0x1F1E6 + ord("A")) if _pattern(_FLAG).match(sign) else sign
        for sign in _pattern(f"\u200d|{_SELECTOR}|{_TONE}").sub("", cluster)
    ]


def _is_plain(text: str) -> bool:
    """Return whether `text` is visible and printable throughout, as most text is."""
    return text.isprintable() and (
        text.isascii()
        or _is_western(text)
        or (
            _pattern(_HIDDEN_THOUGH_PRINTABLE).search(text) is None
            and _pattern(_MANY_MARKS).search(text) is None
        )
    )


def _is_western(text: str) -> bool:
    """Return whether a printable text is plain because it could be written in Windows-1252.

    That has no invisible characters, and few marks. It is ten times as fast as the patterns.
    """
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return _pattern(_MANY_WESTERN_MARKS).search(text) is None


def _limit_marks(run: re.Match[str]) -> str:
    """Return a run of characters without the marks beyond the limit."""
    kept, marks = [], 0
    for character in run[0]:
        is_mark = unicodedata.category(character) in _MARK_CATEGORIES or character.isalnum()
        marks = marks + 1 if is_mark else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Compile on first use: these classes take 5 ms, and much text needs none of them."""
    return re.compile(expression)


def safe_url(text: str) -> str:
    """Return the URL in `text` if it may be opened, else an empty string.

    It must be http or https with a host, without user name or password, and without white space,
    control or invisible characters, so that a browser opens exactly what the screen shows. A host
    that mixes scripts, so that it may look like another one, is returned in punycode.
    """
    url = text.strip()
    if _pattern(_ORDINARY_URL).fullmatch(url):
        return url
    from urllib.parse import urlsplit  # 2 ms that `--version` and most schedules do not need

    if not _is_plain(url) or " " in url:
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
    if host.isascii() or _has_one_script(host):
        return url
    try:
        ascii_host = host.encode("idna").decode() if len(host) <= _LONGEST_HOST else ""
    except UnicodeError:  # such as an empty label, or one that is too long
        return ""
    port = "" if parts.port is None else f":{parts.port}"
    return (
        url.replace(parts.netloc, ascii_host + port, 1) if re.fullmatch(_HOST, ascii_host) else ""
    )


def _has_one_script(host: str) -> bool:
    """Return whether a host is in one script, or in Latin together with Chinese, Japanese, Korean.

    The rule of UTS 39, "highly restrictive", for the whole host: a Cyrillic name below `.com` mixes
    scripts. Anything but letters, marks, digits, dots and hyphens counts as a script of its own.
    """
    scripts = set()
    for character in host:
        if character.isascii():
            if character.isalpha():
                scripts.add("LATIN")
        elif unicodedata.category(character) not in ("Mn", "Mc"):
            name = unicodedata.name(character, character) if character.isalpha() else character
            scripts.add(name.partition(" ")[0])
    return len(scripts) <= 1 or any(scripts <= allowed for allowed in _WRITTEN_TOGETHER)


def fold(text: str) -> str:
    """Return `text` for comparison, without differences in case, accents and typographic quotes."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    # Case folding can compose letters again, and decomposing can yield another quote.
    plain = unicodedata.normalize("NFKD", plain).translate(_QUOTES)
    return "".join(character for character in plain if not unicodedata.combining(character))
