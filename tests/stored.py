"""The congress of `large_conference` from a snapshot, of which nothing is decoded yet."""

from pathlib import Path
from unittest.mock import patch

from confui.schedule.models import Conference
from confui.sources import StoredConference, cache
from tests.large_conference import make_large_conference


def store_large_conference(folder: Path) -> StoredConference:
    """Return the congress from a snapshot below an empty folder."""
    snapshot = cache.Snapshot(folder / "cache", folder, "congress", 2**62)
    snapshot.save(make_large_conference())
    with patch.object(cache, "_MOST_AT_ONCE", 0):
        conference = snapshot.load(Conference)
    assert isinstance(conference, StoredConference)
    return conference
