"""iCalendar text (RFC 5545): our property names, escaping and content lines.

Used by the export that writes calendars and by the import that reads them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PREFIX = "X-CONFUI-"
CONFERENCE = f"{_PREFIX}CONFERENCE"
SESSION = f"{_PREFIX}SESSION"
MARK = f"{_PREFIX}MARK"
MARKED_AT = f"{_PREFIX}MARKED-AT"
NOTE = f"{_PREFIX}NOTE"
NOTED_AT = f"{_PREFIX}NOTED-AT"
KEYS = f"{_PREFIX}KEYS"
"""Other identifiers of the session, one per line."""
KNOWN_AS = f"{_PREFIX}KNOWN-AS"
"""The session's first id, from which its UID is made."""
INFERRED = f"{_PREFIX}INFERRED"
"""`TRUE` if the end was inferred."""
ROOMS = f"{_PREFIX}ROOMS"
"""One room per line. LOCATION joins them with commas, which can also be part of a name."""

_ESCAPES = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}


def event_uid(conference_id: str, session_id: str) -> str:
    """Return the UID of a session's event. It stays the same when the session is rescheduled."""
    from hashlib import sha256  # only calendars need it

    key = f"{conference_id}/{session_id}".encode("utf-8", "surrogatepass")
    return f"{sha256(key).hexdigest()[:32]}@confui"


def escape(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    return re.sub(r"[\\;,\n]", lambda match: _ESCAPES[match[0]], text)


def unescape(text: str) -> str:
    """Return the text of an escaped value (RFC 5545, 3.3.11)."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


_END_OF_LINE = re.compile(rb"\n+(?![ \t])")
_HEAD = re.compile(r"([\w-]+)((?:;[\w-]+=(?:tzone://[^\";:]*|(?:\"[^\"]*\"|[^\";:])*))*):")
"""Exchange writes the zone `tzone://Microsoft/Utc` without the quotes that its colon needs."""
_LONGEST_HEAD = 64 * 1024
"""Characters. Matching takes memory for each of them."""


class ContentLine(NamedTuple):
    """One line of a calendar, unfolded (RFC 5545, 3.1)."""

    name: str
    """In capitals."""
    parameters: str
    """As written, each after a semicolon."""
    value: str
    """As written: text is still escaped."""
    number: int
    """The line of the file where it starts, 1-based."""


def read_content_lines(data: bytes, *, errors: str = "strict") -> Iterator[ContentLine]:
    """Yield the content lines of a calendar, without malformed ones.

    All line ends are accepted. Lines are unfolded before they are decoded, because some programs
    fold in the middle of a character.

    Args:
        data: The file.
        errors: How to treat bytes that are not UTF-8, as for `bytes.decode`.

    Raises:
        UnicodeDecodeError: `errors` is `strict` and a byte is not UTF-8.
    """
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for raw, number in _split_lines(data):
        folds = raw.count(b"\n")
        unfolded = raw.replace(b"\n ", b"").replace(b"\n\t", b"") if folds else raw
        text = unfolded.decode("utf-8", errors)
        match = _HEAD.match(text, 0, _LONGEST_HEAD)
        if match is not None:
            yield ContentLine(match[1].upper(), match[2], text[match.end() :], number)


def _split_lines(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield each line that is not empty, still folded, with its number.

    A list of them would take several times the memory of the file.
    """
    start, number = 0, 1
    for end in _END_OF_LINE.finditer(data):
        raw = data[start : end.start()]
        yield raw, number
        number += raw.count(b"\n") + len(end[0])
        start = end.end()
    yield data[start:], number


_MAX_DEPTH = 16
"""How deep components are nested at most. Real ones are three deep."""
MAX_LINES = 10_000
"""How many lines of a component are read. Real ones have fewer than a hundred."""


class Component(NamedTuple):
    """A component of a calendar, such as VEVENT, without those inside it (RFC 5545, 3.4)."""

    name: str
    """In capitals; empty for the lines outside all components."""
    line: int
    """The line of the file where it starts, 1-based."""
    properties: dict[str, list[ContentLine]]
    """Its content lines by name, in their order."""
    closed: bool = True
    """Whether it has its END line."""
    omitted: int = 0
    """How many lines beyond `MAX_LINES` it has."""


def read_components(data: bytes, *, errors: str = "strict") -> Iterator[Component]:
    """Yield the components of a calendar, each when it ends; an alarm comes before its event.

    No component may contain another one of its name. So where an END line is missing, the next
    BEGIN of that name ends the component.

    Args:
        data: The file.
        errors: How to treat bytes that are not UTF-8, as for `bytes.decode`.

    Raises:
        UnicodeDecodeError: `errors` is `strict` and a byte is not UTF-8.
    """
    stack = [_OpenComponent("", 0)]
    ignored = 0  # components that are open and nested too deep
    for line in read_content_lines(data, errors=errors):
        if line.name not in ("BEGIN", "END"):
            if not ignored:
                stack[-1].add(line)
        elif ignored:
            ignored += 1 if line.name == "BEGIN" else -1
        else:
            name = line.value.strip().upper()
            begins = line.name == "BEGIN"
            if any(component.name == name for component in stack[1:]):
                while stack[-1].name != name:
                    yield stack.pop().finish(closed=False)
                yield stack.pop().finish(closed=not begins)
            if begins and len(stack) > _MAX_DEPTH:
                ignored = 1
            elif begins:
                stack.append(_OpenComponent(name, line.number))
    while len(stack) > 1:
        yield stack.pop().finish(closed=False)
    yield stack.pop().finish(closed=True)


class _OpenComponent:
    """A component whose end was not read yet."""

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self._line = line
        self._properties: dict[str, list[ContentLine]] = {}
        self._count = 0

    def add(self, line: ContentLine) -> None:
        self._count += 1
        if self._count <= MAX_LINES:
            self._properties.setdefault(line.name, []).append(line)

    def finish(self, *, closed: bool) -> Component:
        omitted = max(0, self._count - MAX_LINES)
        return Component(self.name, self._line, self._properties, closed, omitted)
