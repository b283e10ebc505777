"""Where files are: those that ship with confui, and the attendee's own. No other module knows."""

import os
import sys
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
    return _user_folder("cache") / "conferences"


def config_file() -> Path:
    """Return the path of the settings, in the user config directory; it need not exist."""
    return _user_folder("config") / "config.toml"


def data_folder() -> Path:
    """Return the folder of the attendee's own data, the user data directory; it need not exist."""
    return _user_folder("data")


def directories_folder() -> Path:
    """Return the folder for copies of directories, in the user cache directory."""
    return cache_folder().with_name("directories")


def remembered_file() -> Path:
    """Return the path of what confui remembers by itself, in the user state directory."""
    return reports_folder().with_name("remembered.json")


def reports_folder() -> Path:
    """Return the folder for reports about faults, in the user state directory."""
    return _user_folder("state") / "reports"


_LINUX = {
    "cache": ".cache",
    "config": ".config",
    "data": ".local/share",
    "state": ".local/state",
}
"""Where Linux has the folders of each kind, below the home folder."""


def _user_folder(kind: str) -> Path:
    """Return confui's folder of one kind, where platformdirs puts it."""
    home = os.environ.get("HOME", "")
    if sys.platform == "linux" and home.startswith("/") and "ANDROID_ROOT" not in os.environ:
        # By the rule that platformdirs follows; to import it takes 5 ms of 50.
        given = os.environ.get(f"XDG_{kind.upper()}_HOME", "")
        base = Path(given) if given.startswith("/") else Path(home, _LINUX[kind])
        return base / "confui"
    from platformdirs import PlatformDirs

    return Path(getattr(PlatformDirs("confui", appauthor=False), f"user_{kind}_dir"))
