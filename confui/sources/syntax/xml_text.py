"""Reads untrusted XML into a tree of elements with their lines.

A DOCTYPE is refused: so no entities are expanded and no other file is loaded. Depth and the number
of elements are limited.
"""

import codecs
import re
from typing import NoReturn
from xml.parsers import expat

from confui.sources.problems import ASK_AGAIN, OPEN_LESS, BrokenFileError, in_quotes

MAX_DEPTH = 64
MAX_ELEMENTS = 1_500_000

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(r"\sencoding\s*=\s*[\"'][\w.-]+[\"']")
_HEAD = 200
"""The XML declaration is searched in this many characters."""
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")
_CONTROL_CHARACTER = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|11)|"
    rb"[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


class Element:
    """An element."""

    __slots__ = ("attributes", "content", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        """Without namespace."""
        self.attributes = attributes
        self.line = line
        self.content: list[str | Element] = []

    @property
    def children(self) -> "list[Element]":
        """The child elements."""
        return [item for item in self.content if isinstance(item, Element)]

    @property
    def text(self) -> str:
        """All text inside, with child elements as HTML tags."""
        return "".join(
            item if isinstance(item, str) else f"<{item._start_tag}>{item.text}</{item.name}>"
            for item in self.content
        )

    @property
    def _start_tag(self) -> str:
        attributes = (f' {name}="{value}"' for name, value in self.attributes.items())
        return self.name + "".join(attributes)


def read_xml(content: bytes) -> tuple[Element, BrokenFileError | None]:
    """Return the root element, and the error that ended parsing early, or None.

    Control characters, unescaped `&` and bytes of another encoding are repaired. Then the error has
    the code `repaired-xml`, and nothing is missing.

    Raises:
        BrokenFileError: There is no root element, or there is a DOCTYPE.
    """
    if content.startswith(_UTF16):
        text = content.decode("utf-16", "replace")
        content = (_ENCODING.sub("", text[:_HEAD], count=1) + text[_HEAD:]).encode()
    content = content.removeprefix(codecs.BOM_UTF8).lstrip()
    root, error = _Parser().parse(content)
    if error is not None and error.code == "bad-xml":
        repaired = _repair(content)
        if repaired != content:
            again, still = _Parser().parse(repaired)
            if again is not None and still is None:
                fix = "Escape & as &amp;, delete control characters, save the file as UTF-8."
                return again, BrokenFileError("repaired-xml", error.message, fix, error.line)
            root, error = again or root, still
    if root is None:
        raise error or BrokenFileError(
            "bad-xml", "Invalid XML: it has no elements", "Check the file."
        )
    return root, error


class _Parser:
    def __init__(self) -> None:
        self._root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text
        self._expat.StartDoctypeDeclHandler = self._doctype

    def parse(self, content: bytes) -> tuple[Element | None, BrokenFileError | None]:
        try:
            self._expat.Parse(content, True)
        except expat.ExpatError as error:
            message = f"Invalid XML: {expat.ErrorString(error.code)}"
            return self._root, BrokenFileError("bad-xml", message, ASK_AGAIN, error.lineno)
        except (LookupError, ValueError) as error:  # an unknown encoding
            fix = "Save the file as UTF-8."
            message = f"Invalid XML: {in_quotes(error)}"
            return self._root, BrokenFileError("bad-xml", message, fix, self._line)
        except BrokenFileError as error:
            if error.code == "doctype":
                raise
            return self._root, error
        return self._root, None

    @property
    def _line(self) -> int:
        return self._expat.CurrentLineNumber

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH:
            message = f"Elements are nested more than {MAX_DEPTH} deep"
            raise BrokenFileError("xml-too-deep", message, ASK_AGAIN, self._line)
        if self._count > MAX_ELEMENTS:
            message = f"More than {MAX_ELEMENTS:,} elements"
            raise BrokenFileError("xml-too-large", message, OPEN_LESS, self._line)
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain, self._line)
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
            "The XML has a DOCTYPE, as web pages do; schedules have none",
            "Download the schedule itself, or delete the line.",
            self._line,
        )


def _repair(content: bytes) -> bytes:
    """Return a document without common mistakes that make XML invalid."""
    declared = _DECLARED.search(content[:_HEAD])
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"ascii", b"us-ascii"):
        content = content.decode("utf-8", "replace").encode()
    return _BARE_AMPERSAND.sub(b"&amp;", _CONTROL_CHARACTER.sub("\ufffd".encode(), content))
