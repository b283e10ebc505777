"""XML as a tree of elements that know their line, whatever a stranger put into the file.

A DOCTYPE is refused, so no entity is ever expanded and nothing else is ever fetched; size, depth
and the number of elements are limited (`RELIABILITY.md`, A6).
"""

import codecs
import re
from typing import NoReturn
from xml.parsers import expat

from confui.sources.problems import BrokenFileError, in_quotes

MAX_DEPTH = 64
MAX_ELEMENTS = 500_000

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(r"\sencoding\s*=\s*[\"'][\w.-]+[\"']")
_HEAD = 200
"""How many characters the declaration has at most."""
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|11)|"
    rb"[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


class Element:
    """An element of the file."""

    __slots__ = ("attributes", "content", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        """Without its namespace."""
        self.attributes = attributes
        self.line = line
        self.content: list[str | Element] = []

    @property
    def children(self) -> "list[Element]":
        """The elements within this one."""
        return [item for item in self.content if isinstance(item, Element)]

    @property
    def text(self) -> str:
        """All text within; where there are elements too, with their tags as written in HTML."""
        return "".join(
            item if isinstance(item, str) else f"<{item._opening}>{item.text}</{item.name}>"
            for item in self.content
        )

    @property
    def _opening(self) -> str:
        attributes = (f' {name}="{value}"' for name, value in self.attributes.items())
        return self.name + "".join(attributes)


def read_xml(content: bytes) -> tuple[Element, BrokenFileError | None]:
    """Return the root of a document, and what ended the reading early, if anything did.

    Control characters, stray `&` signs and bytes of another encoding are worked around; the error
    has the code `repaired-xml` then, and nothing is missing. Raises `BrokenFileError` where there
    is no root, and for a DOCTYPE.
    """
    if content.startswith(_UTF16):
        text = content.decode("utf-16", "replace")
        content = (_ENCODING.sub("", text[:_HEAD], count=1) + text[_HEAD:]).encode()
    content = content.removeprefix(codecs.BOM_UTF8).lstrip()
    root, error = _Reading().read(content)
    if error is not None and error.code == "bad-xml":
        repaired = _repaired(content)
        if repaired != content:
            again, still = _Reading().read(repaired)
            if again is not None and still is None:
                fix = "Escape & as &amp;, delete control characters, save the file as UTF-8."
                return again, BrokenFileError("repaired-xml", error.message, fix, error.line)
            root, error = again or root, still
    if root is None:
        raise error or BrokenFileError("bad-xml", "No XML: it has no element", "Check the file.")
    return root, error


class _Reading:
    def __init__(self) -> None:
        self._root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def read(self, content: bytes) -> tuple[Element | None, BrokenFileError | None]:
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            message = f"No XML: {expat.ErrorString(error.code)}"
            fix = "Download the file again, or ask for it in another format."
            return self._root, BrokenFileError("bad-xml", message, fix, error.lineno)
        except (LookupError, ValueError) as error:  # an encoding that does not exist, or not here
            fix = "Save the file as UTF-8."
            message = f"No XML: {in_quotes(error)}"
            return self._root, BrokenFileError("bad-xml", message, fix, self._line)
        except BrokenFileError as error:
            if error.code == "doctype":
                raise
            return self._root, error
        return self._root, None

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise BrokenFileError(
                "xml-too-deep" if len(self._open) >= MAX_DEPTH else "xml-too-large",
                f"More than {MAX_DEPTH} elements within one another, or {MAX_ELEMENTS:,} in all",
                "Write it flatter, or split the file.",
                self._line,
            )
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], named, self._line)
        if self._open:
            self._open[-1].content.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _doctype(self, *_: object) -> NoReturn:
        raise BrokenFileError(
            "doctype",
            "The XML has a DOCTYPE, as web pages have and schedules do not",
            "Download the schedule itself, or delete the line.",
            self._line,
        )


def _repaired(content: bytes) -> bytes:
    """Return a document without what makes XML of a careless programme unreadable."""
    declared = _DECLARED.search(content[:_HEAD])
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"ascii", b"us-ascii"):
        content = content.decode("utf-8", "replace").encode()
    return _BARE.sub(b"&amp;", _CONTROL.sub("\ufffd".encode(), content))
