"""How many conferences a folder holds: one in several folders, or several side by side."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from os.path import commonpath

from confui.sources.names import SETTINGS_FILE, SITE_FILE, is_site_folder

_APART = timedelta(days=60)
"""Sessions that are further apart belong to two conferences."""

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_OF_ONE_CONFERENCE = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|day[\W_]*\d+"
    r"|\d{4}-\d\d?-\d\d?",
    re.IGNORECASE,
)
"""Folders for the days of a conference."""


def find_conferences(
    days: Sequence[tuple[str, date | None]], settings_files: Iterable[str]
) -> tuple[str, ...]:
    """Return the folders of several conferences, or nothing where there is one.

    Folders that have a `conference.yaml` or `_config.yml` each are several. Without, those are that
    bear different names, no names of parts of a site, and whose sessions lie more than 60 days
    apart: most of them, so that a mistyped year makes no conference. In a site with a `_config.yml`
    one of the folders has to be named after a year.

    Args:
        days: The path of the file of each session within the folder, with the session's day.
        settings_files: The paths of the settings files in the folder.
    """
    marks = {path.rpartition("/")[0]: path.rpartition("/")[2] for path in sorted(settings_files)}
    if marks.get("") == SETTINGS_FILE:
        return ()
    files = {file for file, _ in days}
    if "" not in marks:
        marked = {_outermost(file, marks) for file in files} - {""}
        if len(marked) > 1:
            return tuple(sorted(marked))
    return _apart(days, with_years=marks.get("") == SITE_FILE)


def is_settings_file(path: str) -> bool:
    """Whether a file declares a conference or a site."""
    return path.rpartition("/")[2] in (SETTINGS_FILE, SITE_FILE)


def _outermost(file: str, marks: Mapping[str, str]) -> str:
    """Return the first folder on the way to a file that has settings, or the empty string."""
    folders = file.split("/")[:-1]
    ways = ("/".join(folders[:depth]) for depth in range(1, len(folders) + 1))
    return next((way for way in ways if way in marks), "")


def _apart(days: Sequence[tuple[str, date | None]], *, with_years: bool) -> tuple[str, ...]:
    """Return the folders whose sessions lie apart from those of the others."""
    dated = [(file, day) for file, day in days if day is not None]
    everywhere = sorted(day for _, day in dated)
    if not dated or everywhere[-1] - everywhere[0] <= _APART:
        return ()
    groups: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
    for (name, folder), (_, day) in zip(_places([file for file, _ in dated]), dated, strict=True):
        groups[name].append((folder, day))
    if with_years and not any(map(_YEAR.search, groups)):
        return ()
    middles: dict[date, set[str]] = {}
    for name, group in groups.items():
        middle = _middle(name, [day for _, day in group])
        if middle is not None:
            near = [other for other in middles if abs(other - middle) <= _APART]
            folders = {folder for folder, _ in group}
            middles[middle] = folders.union(*(middles.pop(other) for other in near))
    found = sorted(commonpath(folders) for folders in middles.values())
    each_its_own = not any(map(_is_within, found, found[1:]))
    return tuple(found) if len(found) > 1 and each_its_own else ()


def _is_within(folder: str, other: str) -> bool:
    return not folder or folder == other or other.startswith(f"{folder}/")


def _places(files: Sequence[str]) -> list[tuple[str, str]]:
    """Return what tells the way to each file from others: the name of a folder, and its path."""
    ways = [
        [
            (name, "/".join(folders[: depth + 1]))
            for depth, name in enumerate(folders)
            if not _is_part(name)
        ]
        for folders in (file.split("/")[:-1] for file in files)
    ]
    while ways[0] and all(way and way[0] == ways[0][0] for way in ways):
        ways = [way[1:] for way in ways]
    return [
        way[0] if way else ("", file.rpartition("/")[0])
        for way, file in zip(ways, files, strict=True)
    ]


def _is_part(name: str) -> bool:
    return is_site_folder(name) or _OF_ONE_CONFERENCE.fullmatch(name) is not None


def _middle(name: str, days: list[date]) -> date | None:
    """Return the day in the middle if most are near it; a single one has to fit the name's year."""
    in_order = sorted(days)
    middle = in_order[len(in_order) // 2]
    near = [day for day in days if abs(day - middle) <= _APART]
    if len(days) == 1:
        year = _YEAR.search(name)
        return middle if year is not None and int(year[0]) == middle.year else None
    return middle if 2 * len(near) > len(days) else None
