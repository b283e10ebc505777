"""Where files are: those that ship with confui, and the attendee's own. No other module knows."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_bundled"
_ROOT = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parent
"""A wheel has both folders inside the package, a checkout beside it."""

STYLES = _ROOT / "styles"
"""The folder of the ``.tcss`` files."""

SHIPPED = _ROOT / "data"
"""The folder of the conferences that ship with confui, one folder each."""

SHIPPED_CONFERENCE = SHIPPED / "djangocon-us-2017"
"""The conference that opens if the library is empty and none is named."""


def expand_home(text: str) -> Path:
    """Return a path that was typed: `~` and `~user` at its start stand for a home folder.

    They stand for themselves if there is no such user.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def bookmarks_database() -> Path:
    """Return the path of the bookmark file, in the user data directory; it need not exist."""
    return data_folder() / "bookmarks.db"


def cache_folder() -> Path:
    """Return the folder for snapshots of schedules, in the user cache directory.

    They can be deleted at any time.
    """
    from platformdirs import PlatformDirs  # as in `data_folder`

    return Path(PlatformDirs("confui", appauthor=False).user_cache_dir) / "conferences"


def config_file() -> Path:
    """Return the path of the settings, in the user config directory; it need not exist."""
    from platformdirs import PlatformDirs  # as in `data_folder`

    return Path(PlatformDirs("confui", appauthor=False).user_config_dir) / "config.toml"


def data_folder() -> Path:
    """Return the folder of the attendee's own data, the user data directory; it need not exist."""
    # Not at the top: `confui --version` and `--help` do without it.
    from platformdirs import PlatformDirs

    return Path(PlatformDirs("confui", appauthor=False).user_data_dir)


def directories_folder() -> Path:
    """Return the folder for copies of directories, in the user cache directory."""
    return cache_folder().with_name("directories")


def remembered_file() -> Path:
    """Return the path of what confui remembers by itself, in the user state directory."""
    return reports_folder().with_name("remembered.json")


def reports_folder() -> Path:
    """Return the folder for reports about faults, in the user state directory."""
    from platformdirs import PlatformDirs  # as in `data_folder`

    return Path(PlatformDirs("confui", appauthor=False).user_state_dir) / "reports"
