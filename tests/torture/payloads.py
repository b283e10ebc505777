"""Texts that would act on a terminal, and conferences in every format with one in every field."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

PAYLOADS = {
    "CSI": "\x1b[77;99H",
    "clear": "\x1b[2J\x1b[3J",
    "colour": "\x1b[31;5m",
    "clipboard": "\x1b]52;c;ZXZpbA==\x1b\\",
    "clipboard, ended by a bell": "\x1b]52;c;ZXZpbA==\x07",
    "window title": "\x1b]0;evil\x07",
    "DCS": "\x1bPevil\x1b\\",
    "APC": "\x1b_Gevil\x1b\\",
    "PM and SOS": "\x1b^evil\x1b\\\x1bXevil\x1b\\",
    "reset": "\x1bc",
    "link": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "C1": "\x9b77;98H\x9d0;evil\x9c\x90evil\x9c",
    "bare ESC": "\x1b",
    "DEL": "\x7f",
    "shifts": "\x0e\x0f",
    "NUL": "\x00",
    "bell and backspace": "\x07\x08\x0b\x0c",
    "bidi": "\u202e\u2066\u061c\u200f",
    "zero width": "\u200b\u2060\ufeff",
    "tags": "\U000e0041\U000e007f",
    "line ends": "\x85\u2028\u2029\r",
    "annotation": "\ufff9\ufffb",
    "private use": "\ue000\U000f0000",
    "invisible": "\u00ad\u3164\ufe00\U000e0100\u200d",
}
"""What each acts as, and the text. Whatever gets through has none of them."""

FORBIDDEN = (
    "\x0e", "\x00", "\x7f", "\x0b", "\x0c", "\x80", "\x85", "\x90", "\x9b", "\x9c", "\x9d",
    "\u061c", "\u200b", "\u200f", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066", "\ufeff",
    "\ufff9", "\ue000", "\u3164", "\U000e0041", "\x1b[77;99H", "\x1b[2J\x1b[3J", "\x1b[31;5m",
    "\x1b]52;c;ZXZpbA==", "\x1b]0;", "\x1bPevil", "\x1b_G", "\x1b^evil", "\x1bXevil", "\x1bc",
    "\x1b]8;;http://evil", "\ud800",
)  # fmt: skip
"""Texts that no screen may send to a terminal; Textual's own escape sequences are others."""

MARK = "evidence"
"""A word beside every payload: where it is shown, the field was."""

_TALK_FIELDS = (
    *("title", "subtitle", "abstract", "room", "track", "difficulty", "category", "talk_slot"),
    *("language", "tags", "video_url", "slides_url", "permalink", "layout", "sponsor", "unknown"),
)
_PERSON_FIELDS = ("name", "bio", "company", "role", "website", "github", "twitter", "mood")
_EVENT_FIELDS = (
    *("title", "subtitle", "abstract", "description", "track", "type", "language", "url", "slug"),
    *("level", "tags", "summary", "logo", "recording_license"),
)
_ICAL_FIELDS = (
    *("SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "URL", "STATUS", "COMMENT", "X-OTHER"),
    *("ATTENDEE;CN=a", "ORGANIZER;CN=b", "UID"),
)

Payload = Callable[[int], str]
"""Returns the payload of the field with a number."""


def payload_of(session: int) -> Payload:
    """Return the payloads of a session, such that all sessions together have every pair."""
    texts = list(PAYLOADS.values())
    return lambda field: f"{MARK} {texts[(session + field) % len(texts)]} {MARK}"


FIELDS = {
    "talk files": len(_TALK_FIELDS) + len(_PERSON_FIELDS) + 3,
    "session list": len(_TALK_FIELDS) + len(_PERSON_FIELDS) + 1,
    "frab XML": len(_EVENT_FIELDS) + 6,
    "frab JSON": len(_EVENT_FIELDS) + 8,
    "JSON events": len(_EVENT_FIELDS) + 3,
    "Sessionize": 7,
    "iCalendar": len(_ICAL_FIELDS) + 2,
}
"""How many fields of a session have a payload in each format."""


def write_hostile(format: str, folder: Path, payloads: int = len(PAYLOADS)) -> Path:
    """Write a conference with one session for each payload; every field has every payload.

    Args:
        format: One of `FIELDS`.
        folder: An existing folder.
        payloads: How many sessions there are; fewer leave pairs of payload and field out.

    Returns:
        What to open.
    """
    return _WRITERS[format](folder, range(payloads))


def write_hostile_directory(folder: Path) -> Path:
    """Write a directory of conferences with an entry for each payload; return its path.

    Their schedules do not exist, so that none is downloaded.
    """
    entries = []
    for number in range(len(PAYLOADS)):
        payload = payload_of(number)
        page = {"url": f"https://a.example/{number}/", "title": payload(4)}
        links = [page, {"url": payload(5), "title": payload(6)}]
        texts = {key: payload(n) for n, key in enumerate(("id", "title", "timezone", "start"))}
        entries.append({**texts, "url": f"{number}.xml", "metadata": {"links": links}})
        entries.append({"title": payload(7), "url": payload(8)})
    path = folder / "menu.json"
    path.write_text(json.dumps({"schedules": entries}), encoding="utf-8")
    return path


def _scalar(text: str) -> str:
    """Return a double-quoted YAML scalar with every character escaped."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def _front(session: int) -> list[str]:
    payload = payload_of(session)
    lines = [f"date: 2031-05-17 {10 + session % 8}:00", "end_date:"]
    lines += [f"{name}: {_scalar(payload(n))}" for n, name in enumerate(_TALK_FIELDS)]
    people = [
        f"  {name}: {_scalar(payload(n))}" for n, name in enumerate(_PERSON_FIELDS, len(lines))
    ]
    people[0] = f"- {people[0].strip()}"
    return [*lines, "presenters:", *people, f"{_scalar(payload(40))}: {_scalar(payload(41))}"]


def _talk_files(folder: Path, sessions: Sequence[int]) -> Path:
    title, zone, room = (_scalar(payload_of(n)(n)) for n in range(3))
    settings = f"title: {title}\ntimezone: {zone}\nrooms: [{room}]\n{room}: {zone}\n"
    (folder / "conference.yaml").write_text(settings, encoding="utf-8")
    for session in sessions:
        payload = payload_of(session)
        body = (
            f"# Head {payload(50)}\n\n- a {payload(51)} `b {payload(52)}`\n\n> [c {payload(53)}]"
            f"(https://d.example/)\n\n```\n{payload(54)}\n```\n\n| a | b |\n|---|---|\n"
            f"| {payload(55)} | ![{payload(56)}](https://e.example/) |\n"
        )
        name = "".join(c for c in payload(57) if c not in "\x00/\\").encode()[:60]
        path = folder / f"{session:02}{name.decode(errors='ignore')}.md"
        text = "\n".join(["---", *_front(session), "---", body])
        path.write_text(text, encoding="utf-8")
    (folder / "raw.md").write_bytes(
        b"---\ntitle: a\x1b[2J\n---\n" + "".join(PAYLOADS.values()).encode("utf-8", "replace")
    )
    (folder / f"broken{PAYLOADS['clipboard']}.md".replace("/", "")).write_text("---\n")
    return folder


def _session_list(folder: Path, sessions: Sequence[int]) -> Path:
    entries = []
    for session in sessions:
        first, *others = _front(session)
        entries.append("\n".join([f"- {first}", *(f"  {line}" for line in others)]))
    (folder / "talks.yaml").write_text("\n".join(entries), encoding="utf-8")
    (folder / "conference.yaml").write_text("title: Snow\nsessions: talks.yaml\n")
    return folder


def _event(session: int) -> dict[str, object]:
    payload = payload_of(session)
    return {name: payload(n) for n, name in enumerate(_EVENT_FIELDS)} | {
        "guid": f"{session}",
        "id": session,
        "date": f"2031-05-17T{10 + session % 8}:00:00+02:00",
        "start": f"{10 + session % 8}:00",
        "duration": "00:45",
    }


def _legal_in_xml(text: str) -> str:
    """Return text that XML allows; a control character is written as a reference in HTML."""
    return "".join(
        character
        if character in "\t\n\r" or character >= " "
        else f"&#{ord(character)};"  # escaped again below: HTML within the text decodes it
        for character in text
    )


def _frab_xml(folder: Path, sessions: Sequence[int]) -> Path:
    events = []
    for session in sessions:
        payload = payload_of(session)
        inside = "".join(
            f"<{name}>{escape(_legal_in_xml(str(value)))}</{name}>"
            for name, value in _event(session).items()
            if name not in ("guid", "id")
        )
        person, href, link = (escape(_legal_in_xml(payload(n))) for n in (20, 21, 22))
        events.append(
            f"<event id='{session}' guid='{session}'>{inside}<persons><person id='1'>{person}"
            f"</person></persons><links><link href={quoteattr('https://e.example/' + href)}>{link}"
            "</link></links></event>"
        )
    room, title, zone = (quoteattr(_legal_in_xml(payload_of(n)(n))) for n in range(3))
    path = folder / "schedule.xml"
    path.write_text(
        f"<schedule><generator name={zone}/><conference><title>{escape(title)}</title>"
        f"<time_zone_name>{escape(zone)}</time_zone_name></conference>"
        f"<day date='2031-05-17'><room name={room}>{''.join(events)}</room></day></schedule>",
        encoding="utf-8",
    )
    return path


def _frab_json(folder: Path, sessions: Sequence[int]) -> Path:
    events = []
    for session in sessions:
        payload = payload_of(session)
        person = {"public_name": payload(20), "biography": payload(21), "url": payload(22)}
        more = {
            "persons": [person],
            "links": [{"url": f"https://e.example/{payload(23)}", "title": payload(24)}],
            "attachments": [{"url": payload(25), "title": payload(26)}],
            "answers": [{"question": payload(27), "answer": payload(28)}],
        }
        events.append(_event(session) | more)
    days = [{"index": 1, "date": "2031-05-17", "rooms": {payload_of(0)(9): events}}]
    conference = {"title": payload_of(1)(0), "acronym": payload_of(2)(1), "days": days}
    conference |= {"time_zone_name": payload_of(3)(2), "url": payload_of(4)(3)}
    return _json(folder, {"schedule": {"version": payload_of(5)(4), "conference": conference}})


def _json_events(folder: Path, sessions: Sequence[int]) -> Path:
    events = [
        _event(session)
        | {"room": payload_of(session)(20), "speakers": payload_of(session)(21)}
        | {payload_of(session)(22): payload_of(session)(23)}
        for session in sessions
    ]
    return _json(folder, {"events": events, payload_of(0)(0): payload_of(1)(0)})


def _sessionize(folder: Path, sessions: Sequence[int]) -> Path:
    listed = []
    for session in sessions:
        payload = payload_of(session)
        listed.append(
            {
                "id": f"{session}",
                "title": payload(0),
                "description": payload(1),
                "startsAt": f"2031-05-17T{10 + session % 8}:00:00",
                "endsAt": f"2031-05-17T{10 + session % 8}:30:00",
                "room": payload(2),
                "speakers": [{"name": payload(3)}],
                "categories": [{"name": payload(4), "categoryItems": [{"name": payload(5)}]}],
                "status": payload(6),
                "liveUrl": payload(7),
            }
        )
    return _json(folder, {"sessions": listed, "rooms": [], "speakers": [], "categories": []})


def _json(folder: Path, document: Mapping[str, object]) -> Path:
    path = folder / "schedule.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _ical(folder: Path, sessions: Sequence[int]) -> Path:
    lines = ["BEGIN:VCALENDAR", f"X-WR-CALNAME:{_line(payload_of(0)(0))}"]
    lines += [f"X-WR-TIMEZONE:{_line(payload_of(1)(0))}"]
    for session in sessions:
        payload = payload_of(session)
        fields = (f"{name}:{_line(payload(n))}" for n, name in enumerate(_ICAL_FIELDS))
        start = f"DTSTART:20310517T{10 + session % 8}0000"
        zone = f'DTEND;TZID="{_line(payload(20))}":20310517T{11 + session % 8}0000'
        attached = f"ATTACH:https://e.example/{_line(payload(21))}"
        lines += ["BEGIN:VEVENT", start, zone, attached, *fields, "END:VEVENT"]
    path = folder / "schedule.ics"
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


def _line(text: str) -> str:
    """Return text that stays on its line."""
    return text.replace("\r", "").replace("\n", "")


_WRITERS: dict[str, Callable[[Path, Sequence[int]], Path]] = {
    "talk files": _talk_files,
    "session list": _session_list,
    "frab XML": _frab_xml,
    "frab JSON": _frab_json,
    "JSON events": _json_events,
    "Sessionize": _sessionize,
    "iCalendar": _ical,
}
