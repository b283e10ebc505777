"""The fields of a conference as a whole: time zone, day change, web address and buildings."""

import re
from collections.abc import Iterable
from datetime import time
from fnmatch import fnmatchcase

from confui.schedule.models import Building, Walk
from confui.sources.problems import in_quotes
from confui.sources.values.fields import Fields, clean_name
from confui.sources.values.links import add_scheme, describe_bad_url
from confui.text import safe_url

DEFAULT_DAY_CHANGE = time(4)

_ANY_TWO = "others"
"""The key in `walks` for two buildings that no other key names."""

_DAY_CHANGE = re.compile(r"(\d\d?):(\d\d)(?::\d\d)?")


def find_zone(name: str) -> str:
    """Return the IANA name of a time zone, or the empty string if there is no such zone."""
    from zoneinfo import ZoneInfo  # most sources need no time zone

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # absolute or odd paths, bad data, no such zone
        return ""


def read_timezone(fields: Fields, *names: str) -> str:
    """Return the IANA time zone under one of these keys, or ""; an unknown zone is an error."""
    key, value = fields.take(*names)
    name = value if isinstance(value, str) else ""
    if not key:
        return ""
    zone = find_zone(name.strip())
    if not zone:
        fields.collector.error(
            "unknown-timezone",
            key,
            f"There is no time zone {in_quotes(value)}",
            "Write a name like Europe/Berlin.",
        )
    return zone


def read_day_change(fields: Fields) -> time | None:
    """Return the `day_change`, when a conference day ends, or None; an invalid one is an error."""
    written = fields.text("day_change")
    if not written:
        return None
    match = _DAY_CHANGE.fullmatch(written)
    try:
        if match is None:
            raise ValueError("not written as HH:MM")
        return time(int(match[1]), int(match[2]))
    except ValueError as error:
        fields.collector.error(
            "bad-day-change",
            "day_change",
            f"`day_change` is {in_quotes(written)}: {error}",
            "Write it like 04:00.",
        )
        return None


def read_url(fields: Fields, *names: str) -> str:
    """Return the URL under one of these keys without a slash at its end, or ""."""
    key, value = fields.take(*names)
    written = value if isinstance(value, str) else ""
    url = safe_url(add_scheme(written.strip()))
    if key and not url:
        code, message, fix = describe_bad_url(key, value)
        fields.collector.warning(code, key, message, fix)
    return url.rstrip("/")


def read_buildings(fields: Fields) -> tuple[Building, ...]:
    """Return the `buildings`, each with names of its rooms or patterns such as `K.*`."""
    key, value = fields.take("buildings")
    if not key:
        return ()
    if not isinstance(value, dict):
        message = "`buildings` is not a map"
        fix = "Write a line `building: [its, rooms]` for each; a room may be a pattern like K.*."
        fields.keep_with_warning(key, value, "bad-buildings", message, fix)
        return ()
    buildings = []
    for name, rooms in value.items():
        listed = [rooms] if isinstance(rooms, str) else rooms
        texts = [clean_name(room) for room in listed] if isinstance(listed, list) else []
        if name and (patterns := tuple(filter(None, texts))):
            buildings.append(Building(clean_name(name), patterns))
        else:
            fields.collector.warning(
                "bad-buildings",
                key,
                f"The building {in_quotes(name)} has no rooms",
                "Write them as a list.",
            )
    return tuple(buildings)


def read_walks(fields: Fields) -> tuple[Walk, ...]:
    """Return the `walks`: minutes for any two buildings, or a map from `one, other` to minutes."""
    key, value = fields.take("walks")
    if not key:
        return ()
    written = value if isinstance(value, dict) else {_ANY_TWO: value}
    walks = []
    for names, minutes in written.items():
        one, _, other = (part.strip() for part in clean_name(names).partition(","))
        is_complete = bool(one and other) or names == _ANY_TWO
        digits = minutes.strip() if isinstance(minutes, str) else ""
        if is_complete and re.fullmatch(r"[0-9]{1,2}", digits):
            any_two = names == _ANY_TWO
            walks.append(Walk("" if any_two else one, "" if any_two else other, int(digits)))
            continue
        fields.collector.warning(
            "bad-walks",
            key,
            f"`walks` has {in_quotes(names)}: {in_quotes(minutes)}",
            f"Write minutes from 0 to 99: one number, or `A, B: 8` for two buildings and "
            f"`{_ANY_TWO}: 5` for all others.",
        )
    return tuple(walks)


def place_rooms(buildings: Iterable[Building], rooms: Iterable[str]) -> tuple[Building, ...]:
    """Return the buildings with the rooms that their patterns match, each room in the first one."""
    left = list(dict.fromkeys(rooms))
    placed = []
    for building in buildings:
        inside = tuple(
            room
            for room in left
            if any(room == each or fnmatchcase(room, each) for each in building.rooms)
        )
        left = [room for room in left if room not in inside]
        placed.append(Building(building.name, inside))
    return tuple(building for building in placed if building.rooms)
