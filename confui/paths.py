"""Where files live: what ships with confui and what belongs to the attendee. Only this knows."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_WHEEL = _PACKAGE / "_bundled"
_ROOT = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parent
"""A wheel carries both folders inside the package; a checkout has them beside it."""

STYLES = _ROOT / "styles"
"""The folder of the ``.tcss`` files."""

SHIPPED = _ROOT / "data"
"""The folder of the conferences that ship with confui, one folder each."""

SHIPPED_CONFERENCE = SHIPPED / "djangocon-us-2017"
"""What opens when nobody names a conference."""


def bookmarks_database() -> Path:
    """The attendee's bookmark file, in the user data directory; neither need exist yet."""
    return share() / "bookmarks.db"


def conference_cache() -> Path:
    """The folder of what confui can read again at any time, in the user cache directory."""
    from platformdirs import PlatformDirs

    return Path(PlatformDirs("confui", appauthor=False).user_cache_dir) / "conferences"


def share() -> Path:
    """The folder of all that is the attendee's own, the user data directory; it need not exist."""
    # Asked for only when the attendee's data is needed: for `confui --version` it never is.
    from platformdirs import PlatformDirs

    return Path(PlatformDirs("confui", appauthor=False).user_data_dir)
