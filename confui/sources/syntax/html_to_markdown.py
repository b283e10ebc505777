"""Converts HTML in abstracts to Markdown with the same words, lists and links.

Schedules have HTML, Markdown and plain text in the same field. A text is converted only if it has
typical HTML tags; otherwise it is taken as Markdown.
"""

import re

from confui.text import clean, safe_url

_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "header", "footer", "figure", "figcaption"),
        *("blockquote", "table", "thead", "tbody", "tr", "dl", "dt", "dd", "address", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "hr"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "font", "i", "img", "ins"),
        *("kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("td", "th", "tt", "u", "var", "wbr"),
    )
)
_DROPPED = frozenset({"script", "style", "iframe", "object", "head", "template", "title"})
_MARKS = {"b": "**", "strong": "**", "em": "*", "i": "*"}

# Neither pattern matches beyond the next angle bracket, so that every text takes linear time.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})((?:\s[^<>]*)?)/?>|<[!?][^<>]*>")
_HREF = re.compile(r"""\s(?:href|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</(?:p|div|ul|ol|li|h[1-6]|pre|blockquote|table|a|strong|em|b|i|span)\s*>|<(?:br|p|hr)\s*/?>",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(
    r"&lt;(p|div|ul|ol|h[1-6])(?:&gt;|\s).*&lt;/\1&gt;", re.IGNORECASE | re.DOTALL
)
"""The beginning of a text whose tags are escaped twice; other texts may be about tags."""
_LEAST_INDENT = 4
"""Markdown takes lines with so many spaces for code."""
_DEEP_INDENT = 8
"""No author indents all code by so many spaces."""
_CODE_SIGN = re.compile(r"[{};=<>]|\(\)|^\s*(?:[$#%]|>>>|def|class|import|from|return|for|if)\s")
_CODE_STARTS = ("`", "~~~", "\t", "    ")
_CODE = re.compile(r"^(?:```|~~~)|^(?: {4}|\t)\S|`[^`\n]*<[^`\n]*`", re.MULTILINE)

_MAYBE_SPECIAL = re.compile(r"[\\`*\[\]|~_<&]")
_SPECIAL = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[a-zA-Z/!?])|&(?=#?\w{1,32};)")
_LINE_START = re.compile(r"\A(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+\s*$|(\d{1,9})([.)])(?=\s|$))")
_HARD_BREAK = "\\\n"
_MAX_LIST_DEPTH = 6
"""Lists nested deeper are not indented further."""
_MAX_OPEN = 32
"""How many inline elements may be open at a time; further ones are ignored."""
_MAX_LENGTH = 256 * 1024
"""Longer texts are not converted, in characters."""


def html_to_markdown_text(text: str) -> str:
    """Return a text from a schedule (HTML, Markdown or plain) as Markdown, safe to show."""
    written = _undo_export(clean(text, multiline=True).strip())
    if len(written) > _MAX_LENGTH or "<" not in written:
        return written
    if not _HTML_TAG.search(written):
        return written
    if any(start in written for start in _CODE_STARTS) and _CODE.search(written):
        return written
    return _Converter().convert(written)


def _undo_export(written: str) -> str:
    """Return a text without what the program that exported it added.

    That are line ends written out as backslashes and letters, HTML whose tags are escaped twice,
    and the indentation of all lines but the first, which Markdown would take for code.
    """
    written = written.replace("\\r\\n", "\n")
    if "&lt;" in written and "<" not in written and _ESCAPED_TAG.match(written):
        from html import unescape  # its table of entities is large

        written = clean(unescape(written), multiline=True)
    first, *others = written.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in others if line.strip()]
    common = min(indents, default=0)
    if common < _LEAST_INDENT or (common < _DEEP_INDENT and _looks_like_code(others)):
        return written
    return "\n".join([first, *(line[common:] for line in others)])


def _looks_like_code(lines: list[str]) -> bool:
    return any(_CODE_SIGN.search(line) for line in lines)


def escape_markdown(text: str) -> str:
    """Return one line of plain text, escaped so that Markdown shows it unchanged."""
    if not _MAYBE_SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


class _Converter:
    """Reads HTML from left to right and collects blocks of Markdown."""

    def __init__(self) -> None:
        self._blocks: list[tuple[bool, str]] = []
        """Whether each block continues a list, and its lines."""
        self._pieces: list[str] = []
        self._open: list[tuple[str, int, str]] = []
        """The open inline elements: name, index of the first piece inside, and URL of a link."""
        self._lists: list[int] = []
        """For each open list the number of its next item; 0 if it has bullets."""
        self._widths: list[int] = []
        """The indentation of the content of each open list, in characters."""
        self._in_list = False
        self._marker = ""
        self._prefix = ""
        self._pre = False
        self._dropped = ""

    def convert(self, written: str) -> str:
        position = 0
        for tag in _TAG.finditer(written):
            self._text(written[position : tag.start()])
            position = tag.end()
            if tag[2] is not None:
                self._tag(tag[2].lower(), tag[0], closes=bool(tag[1]))
        self._text(written[position:])
        self._end_block()
        text = ""
        for number, (tight, block) in enumerate(self._blocks):
            text += ("\n" if tight else "\n\n") * (number > 0) + block
        return text

    def _text(self, written: str) -> None:
        if not written or self._dropped:
            return
        if "&" in written:
            from html import unescape  # its table of entities is large

            written = clean(unescape(written), multiline=True)
        if self._pre or self._within("code"):
            self._pieces.append(written)
        else:
            self._pieces.append(escape_markdown(_squeeze(written)))

    def _tag(self, name: str, whole: str, *, closes: bool) -> None:
        if name in _DROPPED:
            self._dropped = name if not closes and not self._dropped else ""
        elif self._dropped:
            return
        elif name in _BLOCKS:
            self._block(name, closes=closes)
        elif name not in _INLINE:
            self._text(whole)
        elif name == "br":
            self._pieces.append("\n" if self._pre else _HARD_BREAK)
        elif name == "img":
            self._text(_attribute(whole))
        elif name in ("td", "th"):
            self._pieces.append(" ")
        elif self._pre:
            return
        elif closes:
            self._close(name)
        elif len(self._open) < _MAX_OPEN:
            self._open.append((name, len(self._pieces), _attribute(whole) if name == "a" else ""))

    def _block(self, name: str, *, closes: bool) -> None:
        self._end_block()
        if name in ("ul", "ol"):
            if closes:
                del self._lists[-1:], self._widths[-1:]
            elif len(self._lists) < _MAX_LIST_DEPTH:
                self._open_list(1 if name == "ol" else 0)
            self._marker = ""
        elif name == "li" and not closes:
            if not self._lists:
                self._open_list(0)
            number = self._lists[-1]
            self._marker = f"{number}. " if number else "- "
            self._widths[-1] = len(self._marker)
            self._lists[-1] += bool(number)
        elif name == "hr":
            self._add("* * *")
        elif name == "pre":
            self._pre = not closes
        elif name[0] == "h" and name[1:].isdigit():
            self._prefix = "" if closes else "#" * int(name[1:]) + " "
        elif name == "blockquote":
            self._prefix = "" if closes else "> "

    def _open_list(self, number: int) -> None:
        self._lists.append(number)
        self._widths.append(2)

    def _end_block(self) -> None:
        self._open.clear()
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._pre:
            if text.strip():
                fence = _fence(text, 3)
                self._add(f"{fence}\n{text.strip(chr(10))}\n{fence}")
            self._pre = False
            return
        lines = [line.strip() for line in text.split(_HARD_BREAK)]
        written = [number for number, line in enumerate(lines) if line]
        if not written:
            return
        lines = lines[written[0] : written[-1] + 1]
        if self._prefix.startswith("#"):
            self._add(self._prefix + " ".join(lines))
            return
        joined = _HARD_BREAK.join(_LINE_START.sub(_escape_start, line, count=1) for line in lines)
        self._add("\n".join(self._prefix + line for line in joined.split("\n")))

    def _add(self, block: str) -> None:
        in_list = bool(self._lists)
        tight = in_list and self._in_list and bool(self._marker)
        self._in_list = in_list
        if in_list:
            before = " " * sum(self._widths[: len(self._lists) - 1])
            marker = self._marker or " " * self._widths[len(self._lists) - 1]
            first, *rest = block.split("\n")
            indent = before + " " * len(marker)
            block = "\n".join([before + marker + first, *(indent + line for line in rest)])
        self._marker = ""
        self._blocks.append((tight, block))

    def _within(self, name: str) -> bool:
        return any(opened == name for opened, *_ in self._open)

    def _close(self, name: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            opened, start, address = self._open[place]
            if opened == name:
                del self._open[place:]
                inner = "".join(self._pieces[start:])
                self._pieces[start:] = [self._wrapped(name, inner, address)]
                return

    def _wrapped(self, name: str, inner: str, address: str) -> str:
        text = inner.strip()
        if not text or _HARD_BREAK in text:
            return inner
        before = inner[: len(inner) - len(inner.lstrip())]
        after = inner[len(inner.rstrip()) :]
        if name in _MARKS:
            text = f"{_MARKS[name]}{text}{_MARKS[name]}"
        elif name == "code":
            fence = _fence(text, 1)
            edge = " " if "`" in (text[0], text[-1]) else ""
            text = f"{fence}{edge}{_squeeze(text)}{edge}{fence}"
        elif name == "a" and (url := safe_url(address)):
            target = re.sub(r"[()<>\\]", lambda match: f"%{ord(match[0]):02X}", url)
            text = f"[{text}]({target})"
        return before + text + after


def _escape_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else "\\" + match[0]


def _squeeze(text: str) -> str:
    """Return a text with one space for each run of white space, at its ends too."""
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{' '.join(words)}{after}" if (words := text.split()) else before


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _attribute(tag: str) -> str:
    """Return the URL of a link, or the alternative text of an image."""
    match = _HREF.search(tag)
    if match is None:
        return ""
    from html import unescape

    return clean(unescape(match[1] or match[2] or match[3] or ""))
