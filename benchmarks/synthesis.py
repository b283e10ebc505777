"""A large made-up conference in talk files, always the same one for the same arguments.

Its words are made up too, but there are thousands of them and a few are said far more often than
the rest, as in any language: what searches or wraps text meets it as it would meet real talks.
"""

import itertools
import json
import random
import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

_ONSETS = ("b", "br", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z")
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "l", "m", "n", "r", "s", "x")
_DIFFICULTIES = ("All", "Beginner", "Intermediate", "Advanced", "")
_TRACKS = 70
"""As many as FOSDEM has."""
_MINUTES = (25, 30, 45, 50)
_FIRST_DAY = datetime(2031, 5, 5)
_FIRST_HOUR, _LUNCH_HOUR = 9, 13


def write_conference(
    folder: Path, *, sessions: int = 2_000, rooms: int = 60, days: int = 4, seed: int = 2017
) -> None:
    """Write `sessions` talk files and a ``conference.yaml`` into the existing `folder`.

    Every day has a lunch for the whole venue; the talks are spread evenly over days and rooms, one
    an hour in each room. Two thirds of them name no end.
    """
    writer = _Writer(random.Random(seed))
    names = [f"Room {writer.title(1)} {number}" for number in range(1, rooms + 1)]
    lines = ["title: Synthesis", "rooms:", *(f"  - {name}" for name in names)]
    (folder / "conference.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for day in range(days):
        lunch = _FIRST_DAY + timedelta(days=day, hours=_LUNCH_HOUR)
        (folder / f"{day}-lunch.md").write_text(
            f"---\ntitle: Lunch\ncategory: break\nroom: full\n"
            f"date: {lunch}\nend_date: {lunch + timedelta(hours=1)}\n---\n",
            encoding="utf-8",
        )
    for number in range(sessions - days):
        seat, day = divmod(number, days)
        slot, room = divmod(seat, rooms)
        hour = _FIRST_HOUR + slot
        start = _FIRST_DAY + timedelta(days=day, hours=hour + (hour >= _LUNCH_HOUR))
        path = folder / f"{day}-{number:05}.md"
        path.write_text(writer.talk(names[room], start), encoding="utf-8")


def write_schedule(
    file: Path,
    *,
    sessions: int = 2_000,
    rooms: int = 60,
    days: int = 2,
    every: int = 60,
    seed: int = 2017,
) -> None:
    """Write a schedule as pretalx exports it, in JSON, with as many sessions.

    In each room one begins `every` so many minutes, and none lasts longer.
    """
    writer = _Writer(random.Random(seed))
    names = [f"Room {writer.title(1)} {number}" for number in range(1, rooms + 1)]
    listed = [_FIRST_DAY + timedelta(days=day) for day in range(days)]
    rooms_of = [{name: list[dict[str, object]]() for name in names} for _ in listed]
    for number in range(sessions):
        seat, day = divmod(number, days)
        slot, room = divmod(seat, rooms)
        start = listed[day] + timedelta(hours=_FIRST_HOUR, minutes=every * slot)
        rooms_of[day][names[room]].append(writer.event(number, start, every))
    document = {
        "title": "Synthesis",
        "acronym": "synthesis-2031",
        "days": [
            {"index": index, "date": f"{day:%Y-%m-%d}", "rooms": rooms}
            for index, (day, rooms) in enumerate(zip(listed, rooms_of, strict=True), 1)
        ],
    }
    text = json.dumps({"schedule": {"version": "1", "conference": document}}, indent=1)
    file.write_text(text, encoding="utf-8")


def write_xml_schedule(
    file: Path, *, sessions: int = 1_000, rooms: int = 30, days: int = 2, seed: int = 2025
) -> None:
    """Write a schedule as frab and pretalx export it, in XML, with biographies and links."""
    writer = _Writer(random.Random(seed))
    root = Element("schedule")
    conference = SubElement(root, "conference")
    for key, value in (("title", "Synthesis"), ("time_zone_name", "Europe/Brussels")):
        SubElement(conference, key).text = value
    by_place: dict[tuple[int, int], Element] = {}
    for day in range(days):
        date = f"{_FIRST_DAY + timedelta(days=day):%Y-%m-%d}"
        day_element = SubElement(root, "day", index=str(day + 1), date=date)
        for room in range(rooms):
            by_place[day, room] = SubElement(day_element, "room", name=f"Room {room}")
    for number in range(sessions):
        seat, day = divmod(number, days)
        slot, room = divmod(seat, rooms)
        start = _FIRST_DAY + timedelta(days=day, hours=_FIRST_HOUR + slot)
        event = writer.event(number, start)
        element = SubElement(by_place[day, room], "event", guid=str(event["guid"]), id=f"{number}")
        for name, written in {**event, "room": f"Room {room}", "subtitle": ""}.items():
            if isinstance(written, str) and name != "guid":
                SubElement(element, name).text = written
        persons, links = SubElement(element, "persons"), SubElement(element, "links")
        for person in range(1 + number % 2):
            each = SubElement(persons, "person", id=f"{number}-{person}")
            SubElement(each, "name").text = writer.title(2)
            SubElement(each, "biography").text = f"<p>{writer.sentences(2)}</p>"
        SubElement(links, "link", href=f"https://example.org/{number}").text = "More"
    file.write_bytes(tostring(root, encoding="utf-8"))


def write_calendar(
    file: Path, *, sessions: int = 2_000, rooms: int = 60, days: int = 2, seed: int = 2017
) -> None:
    """Write a calendar as pretalx and Sched export it, with lines folded as RFC 5545 asks."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Synthesis"]
    for event, room in _events(sessions, rooms, days, seed):
        start = datetime.fromisoformat(f"{event['date']}").replace(tzinfo=None)
        end = start + timedelta(minutes=int(f"{event['duration']}"[3:]))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event['guid']}",
            f"SUMMARY:{event['title']}",
            f"DTSTART;TZID=Europe/Brussels:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Brussels:{end:%Y%m%dT%H%M%S}",
            f"LOCATION:{room}",
            f"CATEGORIES:{event['track']}",
            f"DESCRIPTION:{event['abstract']}{event['description']}",
            f"URL:https://example.org/{event['id']}",
            "END:VEVENT",
        ]
    folded = ("\r\n ".join(textwrap.wrap(line, 70, drop_whitespace=False)) for line in lines)
    text = "\r\n".join([*folded, "END:VCALENDAR", ""])
    file.write_text(text, encoding="utf-8", newline="")


def write_list(
    file: Path, *, sessions: int = 2_000, rooms: int = 60, days: int = 2, seed: int = 2017
) -> None:
    """Write a list of sessions in YAML, with the keys of talk files."""
    entries = []
    for event, room in _events(sessions, rooms, days, seed):
        start = datetime.fromisoformat(f"{event['date']}").replace(tzinfo=None)
        entries += [
            f"- title: {event['title']}",
            f"  date: {start}",
            f"  room: {room}",
            f"  track: {event['track']}",
            f"  abstract: {event['abstract']}{event['description']}",
            f"  permalink: /{event['id']}/",
        ]
    file.write_text("\n".join([*entries, ""]), encoding="utf-8")


def _events(
    sessions: int, rooms: int, days: int, seed: int
) -> Iterator[tuple[dict[str, object], str]]:
    """Yield events, each with its room, in which one begins every quarter of an hour."""
    writer = _Writer(random.Random(seed))
    for number in range(sessions):
        seat, day = divmod(number, days)
        slot, room = divmod(seat, rooms)
        start = _FIRST_DAY + timedelta(days=day, hours=_FIRST_HOUR, minutes=15 * slot)
        yield writer.event(number, start, 15), f"Room {room}"


class _Writer:
    """Somebody who never runs out of words."""

    def __init__(self, chance: random.Random, words: int = 6_000) -> None:
        self._chance = chance
        vocabulary: dict[str, None] = {}
        while len(vocabulary) < words:
            vocabulary[self._word()] = None
        # Zipf's laws: the word of rank r is said 1/r as often as the first, and short words lead.
        self._words = sorted(vocabulary, key=len)
        self._weights = tuple(itertools.accumulate(1 / rank for rank in range(1, words + 1)))
        self._tracks = [self.title(2) for _ in range(_TRACKS)]

    def talk(self, room: str, start: datetime) -> str:
        """Return a talk file."""
        chance = self._chance
        end = start + timedelta(minutes=chance.choice(_MINUTES))
        head = [
            f'title: "{self.title(chance.randint(2, 9))}"',
            "category: talk",
            f"date: {start} -0500",
            f"end_date: {end} -0500" if chance.random() < 1 / 3 else "end_date:",
            f"room: {room}",
            f"difficulty: {chance.choice(_DIFFICULTIES)}",
            "presenters:",
        ]
        for _ in range(chance.choice((1, 1, 1, 2))):
            head += [f"  - name: {self.title(2)}", f"    bio: {self.sentences(3)}"]
        head.append(f"abstract: {self.sentences(4)}")
        paragraphs = [self.sentences(chance.randint(4, 9)) for _ in range(chance.randint(2, 5))]
        outline = [
            f"{'  ' * chance.randint(0, 1) if line else ''}- {self.title(chance.randint(2, 8))}"
            for line in range(chance.randint(4, 12))
        ]
        body = ["", "\n\n".join(paragraphs), "", "## Outline", "", *outline, ""]
        return "\n".join(["---", *head, "---", *body])

    def event(self, number: int, start: datetime, longest: int = 60) -> dict[str, object]:
        """Return an event of a schedule that lasts at most so many minutes."""
        chance = self._chance
        minutes = min(longest, chance.choice(_MINUTES))
        persons = [
            {"code": f"P{number}-{each}", "public_name": self.title(2), "biography": None}
            for each in range(chance.choice((1, 1, 1, 2)))
        ]
        return {
            "id": number,
            "guid": f"00000000-0000-4000-8000-{number:012}",
            "date": f"{start.isoformat()}+02:00",
            "start": f"{start:%H:%M}",
            "duration": f"00:{minutes}",
            "title": self.title(chance.randint(2, 9)),
            "track": chance.choice(self._tracks),
            "type": "Talk",
            "language": "en",
            "abstract": f"<p>{self.sentences(4)}</p>",
            "description": "".join(f"<p>{self.sentences(5)}</p>" for _ in range(2)),
            "persons": persons,
            "links": [{"url": f"https://example.org/{number}", "title": "More"}],
            "attachments": [],
            "answers": [],
        }

    def title(self, words: int) -> str:
        """Return that many words, the first with a capital."""
        return " ".join(self._choose(words)).capitalize()

    def sentences(self, count: int) -> str:
        """Return that many sentences."""
        return " ".join(f"{self.title(self._chance.randint(6, 22))}." for _ in range(count))

    def _choose(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def _word(self) -> str:
        """Return one to four syllables."""
        return "".join(
            self._chance.choice(_ONSETS)
            + self._chance.choice(_NUCLEI)
            + self._chance.choice(_CODAS)
            for _ in range(self._chance.randint(1, 4))
        )
