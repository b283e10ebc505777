"""Joins the parts of a programme by id, key or title, as a `Shape` describes them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from confui.sources.joins.shapes import (
    DAY_KEYS,
    END_KEYS,
    ID_KEYS,
    SHAPES,
    START_KEYS,
    TITLE_KEYS,
    Shape,
)
from confui.sources.joins.walk import Item, Place, Walker, title_of
from confui.sources.problems import OPEN_LESS, describe_unknown, in_quotes
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import is_empty
from confui.sources.values.people import make_slug

MAX_SLOTS = 25_000
"""How many slots of a schedule are read; the rest is a problem."""

_INNER_LISTS = ("talks", "subContributions")
"""Keys under which a session lists talks that have no times of their own."""
_NAME_PARTS = (("firstName", "familyName"), ("first_name", "last_name"), ("name", "surname"))

Parts = Mapping[str, RawValue]
"""The parts of a programme by their name."""


class Joined(NamedTuple):
    """A programme whose parts are joined."""

    shape: Shape
    placed: tuple[tuple[str, Item], ...]
    """For each slot of a talk file: the reference, and the keys for when and where."""
    sessions: tuple[tuple[Item, Item], ...]
    """All other sessions: each complete, and as it is in its part."""
    about: Mapping[str, RawValue] = {}
    """The title, URL and time zone of the conference, as far as known."""
    problems: tuple[tuple[str, str, str], ...] = ()
    """Code, message and fix of each problem, such as references to no session."""
    filled_slots: int = 0
    """How many sessions have a day or a time from the schedule."""

    def timed(self) -> set[str]:
        """Return the slugs of all sessions that have a time of day."""
        found = {reference for reference, values in self.placed if "start" in values}
        return found | {
            make_slug(title_of(session)) for session, _ in self.sessions if "start" in session
        }


def join_parts(parts: Parts, references: frozenset[str] = frozenset()) -> Joined | None:
    """Return the programme in the parts, by the shape that places most; None if none fits.

    If it places nothing, only its problems are of use.

    Args:
        parts: The parts.
        references: The slugs by which the schedule may refer to talk files.
    """
    candidates = [_Join(shape, parts, references).join() for shape in SHAPES if _fits(shape, parts)]
    best = max(candidates, key=lambda joined: joined.filled_slots, default=None)
    if best is None or not best.filled_slots:
        lost = [each for each in candidates if each.sessions and each.problems]
        return lost[0] if lost else None
    known = best.timed()
    left = [
        problem
        for each in candidates
        if each.filled_slots
        for problem in _describe_left(each, known, best)
    ]
    return best._replace(problems=(*best.problems, *left))


def _fits(shape: Shape, parts: Parts) -> bool:
    """Whether all parts that a shape needs are there: those of its rooms and slots, too."""
    needed = filter(None, (shape.schedule, shape.rooms, shape.slots))
    return all(isinstance(parts.get(part), list | dict) for part in needed)


def _describe_left(other: Joined, known: set[str], best: Joined) -> Iterator[tuple[str, str, str]]:
    more = sorted(other.timed() - known)
    if more:
        times = "1 more time" if len(more) == 1 else f"{len(more):,} more times"
        yield (
            "another-reading",
            f"Read like a file of {best.shape.name}; read like one of {other.shape.name}, it would "
            f"have {times}, such as that of {in_quotes(more[0])}",
            "Keep the schedule in one form.",
        )


class _Join:
    """Joins the parts of a programme in one shape."""

    def __init__(self, shape: Shape, parts: Parts, talks: frozenset[str]) -> None:
        self._shape = shape
        self._schedule = parts[shape.schedule]
        self._talks = talks
        listed = _Listed(_of(parts, shape.sessions))
        self._items, self._origins = listed.items, listed.origins
        self._sessions = _by_reference(self._items)
        self._speakers, rooms, times = (
            _by_reference(_Listed(_of(parts, name)).items)
            for name in (shape.speakers, shape.rooms, shape.slots)
        )
        self._walker = Walker(shape, rooms, times, bool(self._items))
        self._unknown = self._walker.unknown
        self._problems = [_describe_odd(shape.sessions, listed.odd)] if listed.odd else []
        about = _of(parts, shape.about)
        self._about = about if isinstance(about, dict) else {}
        self._placed: list[tuple[str, Item]] = []
        self._joined: list[tuple[Item, Item]] = []
        self._used: set[int] = set()
        self._count = 0

    def join(self) -> Joined:
        """Return the programme."""
        seats: list[Place] = []
        slots = 0
        for place in self._walker.walk(self._schedule):
            slots += 1
            if slots > MAX_SLOTS:
                continue
            if place.is_seat:
                seats.append(place)
            else:
                self._place(place)
        self._take_seats(seats)
        for item in self._items:
            if id(item) not in self._used and make_slug(title_of(item)) not in self._talks:
                self._add(item, {})
        if slots > MAX_SLOTS:
            self._problems.append(_describe_omitted(slots - MAX_SLOTS))
        for noun, references in self._unknown.items():
            self._problems.append(describe_unknown(noun, [*references]))
        return Joined(
            self._shape,
            tuple(self._placed),
            tuple(self._joined),
            {**self._walker.about, **_read_about(self._about)},
            tuple(self._problems),
            self._count,
        )

    def _place(self, place: Place) -> None:
        when = place.slot.values()
        reference = place.reference or title_of(place.item)
        slug = make_slug(reference)
        session = self._sessions.get(reference) or self._sessions.get(slug)
        if slug and slug in self._talks:
            self._placed.append((slug, when))
            self._count += _has_time(when)
        elif session is not None:
            self._add(session, when)
            self._count += _has_time(when)
        elif title_of(place.item):
            self._add(place.item, when)
            self._count += _has_time({**place.item, **when})
        elif reference:
            self._unknown.setdefault("session", {})[reference] = None

    def _add(self, session: Item, when: Item) -> None:
        self._used.add(id(session))
        origin = self._origins.get(id(session), session)
        self._joined.append((self._complete(session, when), origin))

    def _take_seats(self, seats: Iterable[Place]) -> None:
        """Place the sessions that have not been placed, in their order, on the seats of their day.

        Sessions without a day take the seats of all days.
        """
        by_day: defaultdict[str, list[Place]] = defaultdict(list)
        for seat in seats:
            by_day[seat.slot.day].append(seat)
        if not by_day:
            return
        waiting: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self._items:
            if id(item) not in self._used:
                day = str(item.get("date", ""))[:10]
                waiting[day if day in by_day else ""].append(item)
        if not any(waiting[day] for day in by_day if day):
            by_day = defaultdict(list, {"": [seat for day in by_day.values() for seat in day]})
        for day, free in by_day.items():
            for seat, item in zip(free, waiting[day], strict=False):
                self._add(item, seat.slot.values())
                self._count += 1
            if len(free) != len(waiting[day]):
                self._problems.append(_describe_seats(day, len(free), len(waiting[day])))

    def _complete(self, session: Item, when: Item) -> Item:
        """Return a session with its slot and its speakers; values of its own count."""
        values = {key: value for key, value in session.items() if not is_empty(value)}
        for key in ("speakers", "presenters"):
            people = values.get(key, "")
            if isinstance(people, list):
                values[key] = [self._find_person(person) for person in people]
        if when:
            for key in (*DAY_KEYS, *START_KEYS, *END_KEYS, "timeslot", "slot"):
                values.pop(key, "")
        return {**when, **_rename(_list_inner_talks(values), self._shape)}

    def _find_person(self, person: RawValue) -> RawValue:
        """Return a person by id, and with given and family name joined."""
        if isinstance(person, str):
            if self._speakers and person not in self._speakers and " " not in person.strip():
                self._unknown.setdefault("speaker", {})[person] = None
            person = self._speakers.get(person, person)
        if isinstance(person, dict):
            # Beside given and family name, Indico writes the `name` as in a bibliography.
            for keys in _NAME_PARTS:
                names = [person.get(key, "") for key in keys]
                texts = [name for name in names if isinstance(name, str) and not is_empty(name)]
                if len(texts) == len(keys):
                    rest = {key: value for key, value in person.items() if key not in keys}
                    return {**rest, "name": " ".join(texts)}
        return person


def _of(parts: Parts, name: str) -> RawValue:
    return parts.get(name, "") if name else ""


class _Listed:
    """The objects of a part, which may be a list, or an object with their ids as keys."""

    def __init__(self, part: RawValue) -> None:
        self.items: list[Item] = []
        """Each with an `id` if the part has one for it. A text is the title of an object."""
        self.origins: dict[int, Item] = {}
        """The objects as they are in the part, by the `id()` of those that are changed."""
        self.odd = 0
        """How many other values there are."""
        if isinstance(part, dict):
            for key, item in part.items():
                self._add(key, item)
        for item in part if isinstance(part, list) else []:
            self._add("", item)

    def _add(self, key: str, value: RawValue) -> None:
        if isinstance(value, dict):
            item = value
            if key and is_empty(value.get("id", "")):
                item = {"id": key, **value}
                self.origins[id(item)] = value
            self.items.append(item)
        elif isinstance(value, str) and not is_empty(value):
            self.items.append({"id": key, "title": value} if key else {"title": value})
        elif value:
            self.odd += 1


def _by_reference(items: Iterable[Item]) -> dict[str, Item]:
    """Return objects by their ids and their titles, the more reliable first."""
    found: dict[str, Item] = {}
    listed = [*items]
    for name in (*ID_KEYS, *TITLE_KEYS):
        for item in listed:
            value = plain_value(item.get(name, ""))
            if isinstance(value, str) and value:
                found.setdefault(value, item)
                found.setdefault(make_slug(value), item)
    return found


def _rename(values: Item, shape: Shape) -> Item:
    """Return a session with the keys that readers know in place of those of one program."""
    provider, video = values.get("video_provider", ""), values.get("video_id", "")
    if isinstance(provider, str) and isinstance(video, str) and provider:  # RubyEvents
        values = {k: v for k, v in values.items() if k not in ("video_provider", "video_id")}
        if provider in ("youtube", "vimeo"):
            values[provider] = video
        elif "://" in video:
            values["video_url"] = video
    if shape.entry and "location" in values:  # the building, for Indico
        values = {**values, "building": values["location"]}
        del values["location"]
    if shape.entry and isinstance(values.get("session"), str):
        values = {"track": values["session"], **values}
        del values["session"]
    return values


def _list_inner_talks(values: Item) -> Item:
    """Return a session with the talks that it consists of at the end of its description."""
    lines: list[str] = []
    for key in _INNER_LISTS:
        talks = values.get(key, "")
        if isinstance(talks, list) and all(isinstance(t, dict) and title_of(t) for t in talks):
            values = {name: value for name, value in values.items() if name != key}
            lines += [_describe_talk(talk) for talk in talks if isinstance(talk, dict)]
    if not lines:
        return values
    written = values.get("description", "")
    text = written.strip() if isinstance(written, str) else ""
    return {**values, "description": "\n\n".join(filter(None, (text, "\n".join(lines))))}


def _describe_talk(talk: Item) -> str:
    people = talk.get("speakers", "")
    names = [plain_value(person) for person in (people if isinstance(people, list) else [people])]
    texts = [name for name in names if isinstance(name, str) and name]
    return f"- {title_of(talk)}" + (f" ({', '.join(texts)})" if texts else "")


def _read_about(values: Item) -> Item:
    """Return the title, URL and time zone from the part about the conference."""
    keys = {
        "title": TITLE_KEYS,
        "url": ("website", "url"),
        "time_zone_name": ("timezone", "time_zone"),
    }
    found: Item = {}
    for name, words in keys.items():
        texts = (values.get(word, "") for word in words)
        text = next((text for text in texts if isinstance(text, str) and not is_empty(text)), "")
        if text:
            found[name] = text
    return found


def _has_time(values: Item) -> bool:
    return not {"start", "date"}.isdisjoint(values)


def _describe_odd(part: str, count: int) -> tuple[str, str, str]:
    return (
        "not-a-session",
        f"{count:,} {'entry' if count == 1 else 'entries'} of `{part}` can be no session",
        "Write a title and further keys for each session.",
    )


def _describe_omitted(count: int) -> tuple[str, str, str]:
    return (
        "too-many-slots",
        f"More than {MAX_SLOTS:,} slots; {count:,} are left out",
        OPEN_LESS,
    )


def _describe_seats(day: str, seats: int, sessions: int) -> tuple[str, str, str]:
    where = f"{in_quotes(day)} has" if day else "The schedule has"
    return (
        "unsure-times",
        f"{where} {seats:,} free {'slot' if seats == 1 else 'slots'} for {sessions:,} "
        f"{'session' if sessions == 1 else 'sessions'}, which take them in their order: check the "
        "times",
        "Give each session a slot, and list the sessions in their order.",
    )
