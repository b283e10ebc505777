"""The search indexes in the file of a snapshot."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources import StoredConference, cache
from confui.sources.opening import open_conference
from confui.sources.snapshot_indexes import SnapshotIndexes
from tests.sources.conftest import LATER, CachedSources
from tests.sources.test_snapshot_files import forge

PARTS = {"titles0": b"wo\nrds\x00", "times": b"", "texts0": b"more words"}


@pytest.fixture(autouse=True)
def small_conferences_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)


def write(cached: CachedSources, site: Path, parts: Mapping[str, bytes]) -> None:
    snapshot = cache.Snapshot(cached.path, site, str(site), LATER)
    snapshot.watch()
    snapshot.save(open_conference(site), parts.items())


def load(cached: CachedSources, site: Path) -> SnapshotIndexes:
    conference, _ = cached.load(site)
    assert isinstance(conference, StoredConference)
    assert conference.stored
    assert isinstance(conference.stored.indexes, SnapshotIndexes)
    return conference.stored.indexes


def test_indexes_are_read_from_a_snapshot(cached: CachedSources, site: Path) -> None:
    write(cached, site, PARTS)
    indexes = load(cached, site)
    assert {name: indexes.read(name) for name in PARTS} == PARTS
    assert indexes.read("names0") is None
    assert indexes.read_slice("names0", 0, 3) is None


def test_a_snapshot_may_have_no_indexes(cached: CachedSources, site: Path) -> None:
    cached.open(site)
    assert load(cached, site).read("titles0") is None


def test_a_slice_of_an_index_ends_where_the_index_does(cached: CachedSources, site: Path) -> None:
    write(cached, site, PARTS)
    indexes = load(cached, site)
    slices = [indexes.read_slice("titles0", *each) for each in ((0, 3), (3, 99), (7, 9), (1, 1))]
    assert slices == [b"wo\n", b"rds\x00", b"", b""]


def test_a_damaged_index_is_none_and_the_source_is_read_the_next_time(
    cached: CachedSources, site: Path
) -> None:
    write(cached, site, PARTS)
    path = cached.snapshot
    path.write_bytes(path.read_bytes().replace(b"more words", b"more wards"))
    indexes = load(cached, site)
    assert indexes.read("titles0") == PARTS["titles0"]
    assert indexes.read("texts0") is None
    assert not path.exists()


PLACES = [
    b"[]",
    b"{]",
    b'[["titles0", 0, 7]]',
    b'[["titles0", -999999, 7, 1]]',
    b'[["titles0", 0, -7, 1]]',
    b'[["titles0", 9223372036854775807, 9223372036854775807, 1]]',
    b'[["titles0", "0", 7, 1]]',
]


@pytest.mark.parametrize("places", PLACES)
def test_places_that_nobody_wrote_lead_to_no_index(
    cached: CachedSources, site: Path, places: bytes
) -> None:
    write(cached, site, PARTS)
    forge(cached.snapshot, lambda lines: [*lines[:4], places + b"\n", *lines[5:]])
    assert load(cached, site).read("titles0") is None


def test_indexes_that_are_open_outlive_their_snapshot(cached: CachedSources, site: Path) -> None:
    write(cached, site, PARTS)
    indexes = load(cached, site)
    cache.clear_cache(cached.path)
    assert {name: indexes.read(name) for name in PARTS} == PARTS
    assert cached.load(site)[0] is None
    assert cached.open(site) == open_conference(site)


def test_indexes_are_only_made_if_a_snapshot_is_written(cached: CachedSources, site: Path) -> None:
    snapshot = cache.Snapshot(None, site, str(site), LATER)
    snapshot.watch()
    made: list[str] = []

    def make() -> Iterator[tuple[str, bytes]]:
        made.append("titles0")
        yield "titles0", b""

    snapshot.save(Conference(), make())
    assert not made


def test_an_overview_that_does_not_fit_the_sessions_is_not_used(
    cached: CachedSources, site: Path
) -> None:
    first = cached.open(site)

    def add_a_session(lines: list[bytes]) -> list[bytes]:
        overview = json.loads(lines[2])
        overview[-1].append(1)
        return [*lines[:2], json.dumps(overview).encode() + b"\n", *lines[3:]]

    forge(cached.snapshot, add_a_session)
    conference, _ = cached.load(site)
    assert isinstance(conference, StoredConference)
    assert conference.overview is None
    assert cached.open(site) == first
