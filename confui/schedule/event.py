"""A session as calendars know it: names and spelling, for who writes a file and who reads it."""

import re

_PREFIX = "X-CONFUI-"
CONFERENCE = f"{_PREFIX}CONFERENCE"
SESSION = f"{_PREFIX}SESSION"
MARK = f"{_PREFIX}MARK"
MARKED_AT = f"{_PREFIX}MARKED-AT"
NOTE = f"{_PREFIX}NOTE"
NOTED_AT = f"{_PREFIX}NOTED-AT"
KEYS = f"{_PREFIX}KEYS"
"""What else names the session, one a line."""
KNOWN_AS = f"{_PREFIX}KNOWN-AS"
"""The id that the session had first, which its UID is of."""
INFERRED = f"{_PREFIX}INFERRED"
"""`TRUE` where nobody gave the end."""
ROOMS = f"{_PREFIX}ROOMS"
"""One room a line: a location says the same, but a comma may be part of a name."""

_ESCAPES = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}


def uid(conference_id: str, session_id: str) -> str:
    """Return the UID of a session's event: the same in every export, whatever is rescheduled."""
    from hashlib import sha256  # only calendars need it

    key = f"{conference_id}/{session_id}".encode("utf-8", "surrogatepass")
    return f"{sha256(key).hexdigest()[:32]}@confui"


def escaped(text: str) -> str:
    """Return a text as calendars spell it."""
    return re.sub(r"[\\;,\n]", lambda found: _ESCAPES[found[0]], text)


def unescaped(text: str) -> str:
    """Return the text that a calendar spells so."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
