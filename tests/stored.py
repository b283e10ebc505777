"""The congress of `large_conference` from a snapshot, of which nothing is decoded yet."""

from pathlib import Path
from unittest.mock import patch

from confui.schedule.models import Conference
from confui.schedule.search import Corpus
from confui.sources import StoredConference, cache
from tests.large_conference import make_large_conference


def store_large_conference(folder: Path, *, indexed: bool = False) -> StoredConference:
    """Return the congress from a snapshot below an empty folder, also with its search indexes."""
    (folder / "source").mkdir()
    whole = make_large_conference()
    _snapshot(folder).save(whole, Corpus(whole).pack() if indexed else ())
    with patch.object(cache, "_MOST_AT_ONCE", 0):
        conference = _snapshot(folder).load(Conference)
    assert isinstance(conference, StoredConference)
    return conference


def _snapshot(folder: Path) -> cache.Snapshot:
    return cache.Snapshot(folder / "cache", folder / "source", "congress", 2**62)
