"""Finds out whether a folder holds one conference or several side by side."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from os.path import commonpath

from confui.sources.names import SETTINGS_FILE, SITE_FILE, is_site_folder

_MAX_GAP = timedelta(days=60)
"""Sessions further apart than this belong to different conferences."""

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_DAY_FOLDER = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|day[\W_]*\d+"
    r"|\d{4}-\d\d?-\d\d?",
    re.IGNORECASE,
)
"""Names of folders for the days of one conference."""


def find_conferences(
    days: Sequence[tuple[str, date | None]], settings_files: Iterable[str]
) -> tuple[str, ...]:
    """Return the folders of several conferences, sorted; nothing if there is only one.

    A `conference.yaml` at the top makes the folder one conference. Otherwise, folders with a
    `conference.yaml` or `_config.yml` each are conferences. Without these, folders are conferences
    if they have different names, other than those of parts of a site or days, and most of their
    sessions are more than 60 days from those of the others. Most: a mistyped year must not make a
    conference. With a `_config.yml` at the top, one of the folders must also be named after a year.

    Args:
        days: For each session, the path of its file within the folder, and its conference day.
        settings_files: The paths of the settings files within the folder.
    """
    settings = {path.rpartition("/")[0]: path.rpartition("/")[2] for path in sorted(settings_files)}
    if settings.get("") == SETTINGS_FILE:
        return ()
    files = {file for file, _ in days}
    if "" not in settings:
        with_settings = {_outermost(file, settings) for file in files} - {""}
        if len(with_settings) > 1:
            return tuple(sorted(with_settings))
    return _find_distant_folders(days, year_needed=settings.get("") == SITE_FILE)


def is_settings_file(path: str) -> bool:
    """Whether a file is a `conference.yaml` or `_config.yml`."""
    return path.rpartition("/")[2] in (SETTINGS_FILE, SITE_FILE)


def _outermost(file: str, settings: Mapping[str, str]) -> str:
    """Return the outermost folder of a file that has settings, or the empty string."""
    folders = file.split("/")[:-1]
    paths = ("/".join(folders[:depth]) for depth in range(1, len(folders) + 1))
    return next((path for path in paths if path in settings), "")


def _find_distant_folders(
    days: Sequence[tuple[str, date | None]], *, year_needed: bool
) -> tuple[str, ...]:
    """Return the folders whose sessions are long before or after those of the others."""
    dated = [(file, day) for file, day in days if day is not None]
    everywhere = sorted(day for _, day in dated)
    if not dated or everywhere[-1] - everywhere[0] <= _MAX_GAP:
        return ()
    groups: defaultdict[str, list[tuple[str, date]]] = defaultdict(list)
    for (name, folder), (_, day) in zip(
        _candidate_folders([file for file, _ in dated]), dated, strict=True
    ):
        groups[name].append((folder, day))
    if year_needed and not any(map(_YEAR.search, groups)):
        return ()
    middles: dict[date, set[str]] = {}
    for name, group in groups.items():
        middle = _median_day(name, [day for _, day in group])
        if middle is not None:
            near = [other for other in middles if abs(other - middle) <= _MAX_GAP]
            folders = {folder for folder, _ in group}
            middles[middle] = folders.union(*(middles.pop(other) for other in near))
    paths = sorted(commonpath(folders) for folders in middles.values())
    are_separate = not any(map(_is_within, paths, paths[1:]))
    return tuple(paths) if len(paths) > 1 and are_separate else ()


def _is_within(folder: str, other: str) -> bool:
    return not folder or folder == other or other.startswith(f"{folder}/")


def _candidate_folders(files: Sequence[str]) -> list[tuple[str, str]]:
    """Return the name and path of the folder that may be a conference, for each file.

    It is the outermost folder in which not all files are, and that is no part of a site.
    """
    paths = [
        [
            (name, "/".join(folders[: depth + 1]))
            for depth, name in enumerate(folders)
            if not _is_part(name)
        ]
        for folders in (file.split("/")[:-1] for file in files)
    ]
    while paths[0] and all(path and path[0] == paths[0][0] for path in paths):
        paths = [path[1:] for path in paths]
    return [
        path[0] if path else ("", file.rpartition("/")[0])
        for path, file in zip(paths, files, strict=True)
    ]


def _is_part(name: str) -> bool:
    return is_site_folder(name) or _DAY_FOLDER.fullmatch(name) is not None


def _median_day(name: str, days: list[date]) -> date | None:
    """Return the median day if most days are near it, else None.

    A single day is trusted only if its year is in the name of the folder.
    """
    in_order = sorted(days)
    middle = in_order[len(in_order) // 2]
    near = [day for day in days if abs(day - middle) <= _MAX_GAP]
    if len(days) == 1:
        year = _YEAR.search(name)
        return middle if year is not None and int(year[0]) == middle.year else None
    return middle if 2 * len(near) > len(days) else None
