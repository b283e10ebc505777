"""Where a folder's conference has its name, and the files that say more about it."""

from pathlib import Path

SETTINGS_FILE = "conference.yaml"
SITE_FILE = "_config.yml"

_WITHIN_A_SITE = frozenset(
    (
        *("schedule", "program", "programme", "session", "talk", "tutorial", "workshop", "sprint"),
        *("conference", "event", "content", "data", "doc", "site", "source", "src", "website"),
    )
)
"""Folders, in the singular, whose name does not tell one conference from another."""

_ANY_FILE = frozenset({"all", "basic", "calendar", "export", "gridsmart", "view", "frab"})


def find_conference_folder(folder: Path) -> Path:
    """Return the folder that names the conference: upwards from `folder`, past a site's parts.

    `folder` is an absolute path.
    """
    for candidate in (folder, *folder.parents):
        if candidate.name and not is_site_folder(candidate.name):
            return candidate
    return folder


def find_settings_folder(folder: Path, home: Path) -> Path:
    """Return where the conference's settings are looked for: beside the talks, else at home."""
    return folder if (folder / SETTINGS_FILE).exists() else home


def is_generic_name(stem: str) -> bool:
    """Whether a file's name without its suffix is the same for every conference."""
    words = stem.lower().replace("_", "-").split("-")
    return all(map(is_site_folder, words)) or stem.lower() in _ANY_FILE


def find_name_in_url(address: str) -> str:
    """Return the part of a web address that names the conference: of its path, else its host."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(address)
    names = [part.partition(".")[0] for part in unquote(parts.path).split("/")]
    telling = [name for name in names if name and not is_generic_name(name)]
    return telling[-1] if telling else (parts.hostname or "").removeprefix("www.")


def is_site_folder(name: str) -> bool:
    """Whether folders of this name are in many sites, so that it names no conference."""
    word = name.lower().strip("_")
    return word in _WITHIN_A_SITE or word.removesuffix("s") in _WITHIN_A_SITE
