"""Adding and refreshing a conference: what was fetched, and whether it may be saved."""

from typing import NamedTuple

from confui.library.storage import LibraryEntry
from confui.schedule.models import Conference
from confui.sources import CUT_SHORT, FetchedSource, SourceError, find_zone, make_slug
from confui.text import clean


class PendingUpdate(NamedTuple):
    """A conference that was fetched and is not saved yet."""

    entry: LibraryEntry
    before: Conference | None
    """The version in the library; None if the conference is new, or its copy cannot be read."""
    latest: FetchedSource | None
    """None if the server says that nothing changed."""


class UpdateResult(NamedTuple):
    """A conference before and after an update."""

    name: str
    """Its name in the library, else its path or URL."""
    before: Conference | None
    """None if it is new, or its copy could not be read."""
    after: Conference


def check_request(source: str, name: str, zone: str) -> None:
    """Raise SourceError if `source` is empty, or `name` or `zone` is neither empty nor valid."""
    if not source.strip():
        raise SourceError("Give a URL, a file or a folder")
    if name and make_slug(name) != name:
        raise SourceError(
            f"{clean(name)}: invalid name; use lowercase letters, digits and hyphens, "
            f"such as {make_slug(name) or 'my-conf'}"
        )
    if zone and find_zone(zone) != zone:
        raise SourceError(f"{clean(zone)}: unknown time zone; write one like Europe/Berlin")


def check_update(before: Conference, after: Conference) -> None:
    """Raise SourceError if a new version is cut short, or is another conference."""
    from confui.schedule.versions import compare_versions  # not needed to add a conference

    cut = next((problem for problem in after.problems if problem.code == CUT_SHORT), None)
    if cut is not None and all(problem.code != CUT_SHORT for problem in before.problems):
        raise SourceError(f"{after.source}: {cut.message}")
    renamed = before.title != after.title
    if renamed and len(compare_versions(before, after).cancelled) == len(before.visible):
        raise SourceError(
            f"{after.source}: another conference is there now, {after.title}; "
            "add it under another name"
        )
