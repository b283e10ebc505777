"""The name of a conference, from the path or URL of its source; and its settings files."""

from pathlib import Path

SETTINGS_FILE = "conference.yaml"
SITE_FILE = "_config.yml"
SITE_FILES = (SITE_FILE, "hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "site.json")
"""The settings of site generators, Jekyll's first."""

_SITE_FOLDERS = frozenset(
    (
        *("schedule", "program", "programme", "session", "talk", "tutorial", "workshop", "sprint"),
        *("conference", "event", "content", "data", "doc", "site", "source", "src", "website"),
    )
)
"""Names of folders, in the singular, that many sites have, so that they name no conference."""

_GENERIC_STEMS = frozenset({"all", "basic", "calendar", "export", "gridsmart", "view", "frab"})
"""Names of schedule files, without suffix, that many conferences have."""


def find_conference_folder(folder: Path) -> Path:
    """Return the nearest folder, from `folder` upwards, that is named after the conference.

    Folders that are a part of a site, such as `src` or `talks`, are passed over. `folder` is an
    absolute path.
    """
    for candidate in (folder, *folder.parents):
        if candidate.name and not is_site_folder(candidate.name):
            return candidate
    return folder


def find_talk_folder(path: Path) -> Path:
    """Return the folder of the conference that a talk file belongs to.

    That is the nearest one with settings, else the nearest that is named after a conference.
    """
    folder = path.absolute().parent
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS_FILE).exists():
            return candidate
    return find_conference_folder(folder)


def find_settings_folder(folder: Path, home: Path) -> Path:
    """Return the folder of `conference.yaml`: `folder` if it is there, else `home`."""
    return folder if (folder / SETTINGS_FILE).exists() else home


def is_generic_name(stem: str) -> bool:
    """Whether the name of a file, without suffix, is one that many conferences have."""
    words = stem.lower().replace("_", "-").split("-")
    return all(map(is_site_folder, words)) or stem.lower() in _GENERIC_STEMS


def find_name_in_url(url: str) -> str:
    """Return the last part of a URL's path that names a conference, else the host."""
    from urllib.parse import unquote, urlsplit  # only downloads need it

    parts = urlsplit(url)
    names = [part.partition(".")[0] for part in unquote(parts.path).split("/")]
    specific = [name for name in names if name and not is_generic_name(name)]
    return specific[-1] if specific else (parts.hostname or "").removeprefix("www.")


def is_site_folder(name: str) -> bool:
    """Whether a folder of this name is a part of a site, and names no conference."""
    word = name.lower().strip("_")
    return word in _SITE_FOLDERS or word.removesuffix("s") in _SITE_FOLDERS
