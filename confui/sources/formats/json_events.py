"""Finds events in JSON or YAML of an unknown structure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from confui.sources.formats.event_parts import Item, looks_like_event, split_event
from confui.sources.formats.frab_event import EventContext, parse_day
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import clean_name, is_empty
from confui.sources.values.kinds import find_kind
from confui.sources.values.synonyms import event_name, is_event_time, normalise_key

Found = tuple[RawValue, EventContext]

_DAY_KEYS = ("date", "day")
_DAY_LISTS = frozenset({"days", "day", "dates"})
_ROOM_LISTS = frozenset({"rooms", "halls", "stages", "venues", "locations", "auditoriums"})
_TRACK_LISTS = frozenset({"tracks", "columns", "streams"})
_SESSION_LISTS = frozenset(
    (
        *("sessions", "talks", "events", "items", "entries", "slots", "timeslots", "time_slots"),
        *("presentations", "activities", "lectures", "papers", "contributions", "sub_event"),
        *("sub_events", "common_sessions", "schedule", "program", "programme", "agenda", "data"),
        *("results", "submissions", "contents", "children", "hours", "blocks"),
    )
)
"""Keys, in snake case, under which sessions are listed, so that they name neither room nor day."""
_PEOPLE = frozenset({"speakers", "persons", "people", "presenters", "authors"})
_DETAILS_OF_PEOPLE = frozenset({"persons", "speakers"})
_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night", "am", "pm"})
_NO_SESSIONS = _PEOPLE | frozenset(
    (
        *("organizers", "sponsors", "team", "news", "posts", "blog", "articles", "announcements"),
        *(
            "updates",
            "deadlines",
            "important_dates",
            "milestones",
            "tickets",
            "jobs",
            "faqs",
            "faq",
        ),
    )
)
"""Keys, in snake case, of lists with titles and dates that are no sessions, or that repeat them."""
_TALKS = frozenset({"sessions", "talks", "events", "submissions", "presentations", "lectures"})
_DETAILS = frozenset({"persons", "speakers", "abstract", "description"})
_PLACE_KEYS = ("room", "hall", "stage", "location", "venue")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_COMPACT_DAY = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_LONGEST_DAY = 60
_REFERENCES = ("id", "code", "guid", "slug")
_POINTERS = (
    *("talk", "session", "event", "submission", "proposal", "talk_id", "session_id", "event_id"),
    *("submission_id", "proposal_id", "code", "id", "slug"),
)
"""Keys, in snake case, by which a slot may name the session that is described elsewhere."""


def find_events(value: RawValue, context: EventContext, *, anywhere: bool = False) -> list[Found]:
    """Return the items of each list of events inside a value, with the context of each.

    A list of events is a list, or an object used as one, most of whose items look like events and
    have no events inside.

    Args:
        value: Any value of the JSON.
        context: The context of all events; day, room, track and time are added where events are
            listed under one.
        anywhere: Whether lists of people and news are searched too, if there are no others.
    """
    found = [*_Search(value, skipped=_NO_SESSIONS).find(value, _Place(context))]
    if found or not anywhere:
        return found
    return [*_Search(value, skipped=frozenset()).find(value, _Place(context))]


class _Place(NamedTuple):
    """What is known where a list or an object lies."""

    context: EventContext
    key: str = ""
    """The key that it lies under."""
    person: str = ""
    """The person that it is about, if it lies in a list of people."""
    time: tuple[tuple[str, RawValue], ...] = ()
    """When the slot around it starts and ends, for the sessions that it lists: keys and values."""


class _Search:
    def __init__(self, document: RawValue, skipped: frozenset[str]) -> None:
        self._skipped = skipped
        self._described = _find_described(document)

    def find(self, value: RawValue, place: _Place) -> Iterator[Found]:
        """Yield the events inside a list or an object."""
        if isinstance(value, list):
            is_lone = len(value) == 1
            found = [(item, self._find_in_list(item, place, is_lone=is_lone)) for item in value]
        elif isinstance(value, dict):
            place = self._enter(value, place)
            lists = _find_unknown_lists(value) if place.context.day is not None else frozenset()
            found = [
                (item, self._find_in_object(name, item, place, lists))
                for name, item in value.items()
            ]
            if any(inner for _, inner in found):
                found = [*_add_untimed(value, found, place, lists)]
        else:
            return
        if not any(isinstance(item, dict) for item, _ in found):
            for _, inner in found:
                yield from inner
            return
        chosen = self._choose(found, place, is_list=isinstance(value, list))
        if place.person and isinstance(value, dict):
            talks = [item for key, item in value.items() if normalise_key(key) in _POINTERS]
            chosen |= {id(item) for item in talks if self._is_event(item, place, is_listed=False)}
        context = place.context._replace(lists=_list_names(place.key))
        for item, inner in found:
            if inner:
                yield from inner
            elif id(item) in chosen and isinstance(item, dict):
                yield self._complete(item, place), context

    def _choose(
        self, found: list[tuple[RawValue, list[Found]]], place: _Place, *, is_list: bool
    ) -> set[int]:
        """Return the `id()` of each item without events inside that is an event itself.

        In a list of events, so is an item that lacks its time or its title.
        """
        is_named = is_list and _names_sessions(place.key)
        in_day = place.context.day is not None
        leaves = [item for item, inner in found if not inner]
        direct = [item for item in leaves if self._is_event(item, place, is_listed=is_named)]
        odd = [item for item in leaves if _has_title(item) or _is_odd_slot(item)]
        if is_named and in_day:
            return set(map(id, [*direct, *odd]))
        # Beside the lists at the top of a file, an object with a date is the conference.
        is_below = is_list or in_day or bool(place.time)
        has_inner = is_below and any(inner for _, inner in found)
        if direct and (is_list or not has_inner) and all(_has_title(item) for item, _ in found):
            return {id(item) for item, _ in found}
        if direct and (has_inner or 2 * len(direct) + is_named > len(found)):
            return set(map(id, [*direct, *(odd if is_list else ())]))
        return set()

    def _find_in_list(self, item: RawValue, place: _Place, *, is_lone: bool) -> list[Found]:
        if isinstance(item, dict):
            if normalise_key(place.key) in _PEOPLE:
                place = place._replace(person=_title_of(item))
            context = self._read_container(item, place, is_lone=is_lone)
            return [*self.find(item, place._replace(context=context, key=""))]
        return [*self.find(item, place)] if item and isinstance(item, list) else []

    def _find_in_object(
        self, name: str, item: RawValue, place: _Place, lists: frozenset[str]
    ) -> list[Found]:
        if not item or isinstance(item, str) or normalise_key(name) in self._skipped:
            return []
        context = _read_key(name, item, place, lists)
        return [*self.find(item, place._replace(context=context, key=name))]

    def _enter(self, value: Item, place: _Place) -> _Place:
        """Return what is known inside an object: its day, and the room and time of a slot."""
        context = place.context
        texts = (text for key in _DAY_KEYS if isinstance(text := value.get(key), str))
        days = (_find_day(text, context) for text in texts)
        context = context._replace(day=next(filter(None, days), context.day))
        if looks_like_event(value):
            return place._replace(context=context)
        rooms = (clean_name(plain_value(value.get(key, ""))) for key in _PLACE_KEYS)
        context = context._replace(room=next(filter(None, rooms), context.room))
        if not _has_start(value):
            return place._replace(context=context)
        names = ("start", "end", "duration")
        time = tuple(
            (key, written)
            for key, written in value.items()
            if event_name(key) in names and isinstance(written, str) and not is_empty(written)
        )
        return place._replace(context=context, time=time)

    def _read_container(self, item: Item, place: _Place, *, is_lone: bool) -> EventContext:
        """Return the context that an item of a list gives to the events inside it."""
        context, word = place.context, normalise_key(place.key)
        title = _title_of(item)
        if word in _ROOM_LISTS:
            return context._replace(room=title or context.room)
        if word in _TRACK_LISTS:
            return context._replace(column=title or context.column)
        day = _find_day(title, context)
        if day is not None:
            return context._replace(day=day)
        if not is_lone and looks_like_event(item):  # a block of talks
            return context._replace(track=title or context.track)
        return context

    def _is_event(self, item: RawValue, place: _Place, *, is_listed: bool) -> bool:
        if looks_like_event(item):
            return True
        if not isinstance(item, dict):
            return False
        is_described = self._describe(item) is not item
        if is_described and any(map(is_event_time, item)):
            return True
        has_title = is_described or any(event_name(name) == "title" for name in item)
        return bool(place.time) and is_listed and has_title

    def _describe(self, item: Item) -> Item:
        """Return a slot without a title together with the session that it names, or as it is."""
        if any(event_name(key) == "title" and not is_empty(value) for key, value in item.items()):
            return item
        for key, value in item.items():
            if normalise_key(key) in _POINTERS and isinstance(value, str):
                session = self._described.get(value)
                if session is not None and session is not item:
                    return {**session, **{k: v for k, v in item.items() if k != key}}
        return item

    def _complete(self, item: Item, place: _Place) -> Item:
        """Return an event with the time of its slot, and with what is said of it elsewhere."""
        values = self._describe(item)
        has_person = any(
            event_name(key) in _DETAILS_OF_PEOPLE and not is_empty(value)
            for key, value in values.items()
        )
        if place.person and not has_person:
            values = {**values, "persons": [place.person]}
        has_time = any(
            event_name(key) in ("start", "date") and not is_empty(value)
            for part in split_event(values)
            for key, value in part.items()
        )
        return values if has_time else {**values, **dict(place.time)}


def _find_described(document: RawValue) -> Mapping[str, Item]:
    """Return the objects with a title and no time in lists of sessions, by their references."""
    found: dict[str, Item] = {}
    layers = [document] if isinstance(document, dict) else []
    layers += [inner for layer in layers for inner in layer.values() if isinstance(inner, dict)]
    for layer in layers:
        for key, value in layer.items():
            if normalise_key(key) not in _SESSION_LISTS:
                continue
            pairs = value.items() if isinstance(value, dict) else []
            listed = [("", item) for item in value] if isinstance(value, list) else [*pairs]
            for name, item in listed:
                if isinstance(item, dict) and any(event_name(k) == "title" for k in item):
                    references = [name, *(item.get(each, "") for each in _REFERENCES)]
                    for reference in references:
                        if isinstance(reference, str) and reference:
                            found.setdefault(reference, item)
    return found


def _read_key(name: str, item: RawValue, place: _Place, lists: frozenset[str]) -> EventContext:
    """Return the context that a key of an object gives to the events below it.

    Args:
        name: The key.
        item: What lies below it.
        place: Where the object lies.
        lists: The keys that may be names of rooms.
    """
    context = place.context
    day = _find_day(name, context)
    if day is not None:
        return context._replace(day=day)
    if normalise_key(place.key) in _ROOM_LISTS:
        title = clean_name(plain_value(item)) if isinstance(item, dict) else ""
        return context._replace(room=title or clean_name(name))
    return context._replace(room=clean_name(name)) if name in lists else context


def _add_untimed(
    value: Item, found: list[tuple[RawValue, list[Found]]], place: _Place, lists: frozenset[str]
) -> Iterator[tuple[RawValue, list[Found]]]:
    """Yield what was found below each key, with the titles in a list beside lists of events."""
    for name, (item, inner) in zip(value, found, strict=True):
        if name in lists and not inner and isinstance(item, list):
            context = _read_key(name, item, place, lists)
            inner = [(each, context) for each in item if _has_title(each)]
        yield item, inner


def _find_unknown_lists(value: Item) -> frozenset[str]:
    """Return the keys of two or more lists side by side that are no words for lists."""
    names = [key for key, item in value.items() if isinstance(item, list) and not _is_word(key)]
    return frozenset(names if len(names) > 1 else ())


def _is_word(key: str) -> bool:
    """Whether a key is a word for sessions, days and the like, so that it is no room's name."""
    word = normalise_key(key)
    words = _SESSION_LISTS | _ROOM_LISTS | _TRACK_LISTS | _DAY_LISTS | _PARTS_OF_DAY | _NO_SESSIONS
    return word in words or find_kind(key) is not None


def _list_names(key: str) -> tuple[str, ...]:
    """Return the name of a list if it tells the kind of what it lists, such as `workshops`."""
    return (key,) if find_kind(key) is not None else ()


def _find_day(text: str, context: EventContext) -> date | None:
    """Return the day in the name of a day, such as `Day 1 (2031-05-17)` or `Sat, 17 May 2031`.

    A name without a date, such as `Day 1`, counts if the context knows which day that is.
    """
    if (named := context.names.find_day(text)) is not None:
        return named  # which is no date
    if len(text) > _LONGEST_DAY or not any(character.isdigit() for character in text):
        return None
    match = _ISO_DAY.search(text) or _COMPACT_DAY.fullmatch(text)
    return parse_day("-".join(match.groups()) if match else text)


def _is_text(value: RawValue) -> bool:
    return isinstance(value, str) and not is_empty(value)


def lists_sessions(key: str, value: RawValue) -> bool:
    """Whether a list is of sessions, some without times: titles, some with speakers or a text."""
    if not isinstance(value, list | dict) or not (find_kind(key) or normalise_key(key) in _TALKS):
        return False
    items = [*value.values()] if isinstance(value, dict) else value
    return all(map(_has_title, items)) and any(map(_is_described, items))


def _is_described(item: RawValue) -> bool:
    if not isinstance(item, dict) or looks_like_event(item):
        return False
    return any(event_name(key) in _DETAILS and not is_empty(item[key]) for key in item)


def _title_of(item: Item) -> str:
    names = [key for key in item if event_name(key) == "title"]
    names += [key for key in item if normalise_key(key).endswith("_title")]
    titles = (clean_name(plain_value(item[key])) for key in names)
    return next(filter(None, titles), "")


def _has_title(item: RawValue) -> bool:
    return isinstance(item, dict) and any(
        event_name(key) == "title" and not is_empty(value) for key, value in item.items()
    )


def _has_start(item: RawValue) -> bool:
    return isinstance(item, dict) and any(
        event_name(key) == "start" and not is_empty(value) for key, value in item.items()
    )


def _is_odd_slot(item: RawValue) -> bool:
    """Whether an object has a time, but no list in which its sessions could be."""
    return isinstance(item, dict) and (
        any(is_event_time(key) and not is_empty(value) for key, value in item.items())
        and not any(isinstance(value, list) and not event_name(key) for key, value in item.items())
    )


def _names_sessions(key: str) -> bool:
    word = normalise_key(key)
    return word in _SESSION_LISTS or find_kind(key) is not None
