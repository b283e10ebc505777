"""Loading a conference of which another process reads what is large."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from confui.library.library import Library, LoadedConference
from confui.library.reading import Reading, _follow
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.sources import SourceError, StoredConference, cache, leave_snapshot, opening, reporting
from confui.sources.cache import Snapshot
from tests.snow import schedule
from tests.sources.conftest import LATER, TALK
from tests.sources.web.web_server import Server, answer

Steps = list[tuple[str, int, int]]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the process has its spare folder; everything is large enough for a process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(opening, "_MOST_BYTES_AT_ONCE", 1)
    return folder


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A folder whose files were not changed just before."""
    folder = tmp_path / "talks"
    folder.mkdir()
    for number in range(400):
        path = folder / f"{number}.md"
        path.write_text(TALK.format(f"Talk {number}"))
        os.utime(path, (1, 1))
    return folder


def library(tmp_path: Path, *, cached: bool = True) -> Library:
    cache = tmp_path / "cache" if cached else None
    return Library(tmp_path / "share", SHIPPED_CONFERENCE, cache=cache)


def wait(library: Library, source: Path | str) -> tuple[LoadedConference, Steps]:
    steps: Steps = []
    reading = Reading(lambda: library.load_or_add(str(source)))
    return reading.wait(lambda *step: steps.append(step)), steps


def read_alone(source: Path) -> Conference:
    return opening.open_conference(source)


def test_the_conference_is_the_same_as_without_a_process_and_progress_is_told(
    tmp_path: Path, talks: Path
) -> None:
    found, steps = wait(library(tmp_path), talks)
    assert found == (str(talks), read_alone(talks), "")
    assert {what for what, _, _ in steps} == {"files", "sessions", "saved"}
    assert all(0 <= done < total for _, done, total in steps)


def test_it_is_left_in_the_cache_if_its_files_are_old_enough(tmp_path: Path) -> None:
    wait(library(tmp_path), SHIPPED_CONFERENCE)
    name = str(SHIPPED_CONFERENCE)
    assert Snapshot(tmp_path / "cache", SHIPPED_CONFERENCE, name, LATER).load(Conference)


@pytest.mark.parametrize("is_old", [True, False], ids=["old", "changed just now"])
def test_the_indexes_of_a_large_conference_are_in_its_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_old: bool
) -> None:
    monkeypatch.setattr(opening, "_FEWEST_STORED", 2)
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    source = tmp_path / "schedule.json"
    source.write_text(schedule("Flakes", "Drifts"))
    monkeypatch.setattr(cache, "TIMESTAMP_GRANULARITY", -(10**18) if is_old else 10**18)
    cached, spare = tmp_path / "cache", tmp_path / "spare"
    request = opening.ReadRequest(str(source), str(source), "", "", "", str(cached))
    steps: Steps = []
    with reporting(lambda *step: steps.append(step)):
        leave_snapshot(request, b"", spare)
    assert ("indexed", 0, 0) in steps
    assert any(cached.glob("*")) == is_old
    conference = Snapshot(cached, source, str(source), LATER, spare=spare).load(Conference)
    assert isinstance(conference, StoredConference)
    assert conference.stored
    assert all(conference.stored.indexes.read(name) for name in ("titles0", "texts0", "fieldday"))


@pytest.mark.parametrize("cached", [True, False])
def test_without_a_snapshot_in_the_cache_the_process_reads_it_all_the_same(
    tmp_path: Path, talks: Path, temporary: Path, cached: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(talks / "0.md", (4_000_000_000, 4_000_000_000))  # as if it had changed just now
    expected = read_alone(talks)
    monkeypatch.setattr(opening, "_read_folder", None)  # in this process
    found, _ = wait(library(tmp_path, cached=cached), talks)
    assert isinstance(found.conference, StoredConference)
    assert found.conference == expected, "though its texts are in a file that has no name any more"
    assert not list(temporary.iterdir())
    assert not list(tmp_path.glob("cache/*"))


def test_where_no_snapshot_can_be_written_it_is_read_in_this_process(
    tmp_path: Path, talks: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(talks / "0.md"))
    found, _ = wait(library(tmp_path, cached=False), talks)
    assert found.conference == read_alone(talks)


def test_a_url_is_added_to_the_library(server: Server, tmp_path: Path, temporary: Path) -> None:
    url = server.tell("/snow.json", answer(schedule("Flakes")))
    found, steps = wait(library(tmp_path), url)
    assert found.name == "snow-2031"
    assert [session.title for session in found.conference.visible] == ["Flakes"]
    assert "bytes" in {what for what, _, _ in steps}
    assert not list(temporary.iterdir())


def test_nothing_is_added_for_who_does_not_wait_any_more(server: Server, tmp_path: Path) -> None:
    url = server.tell("/snow.json", answer(schedule("Flakes")))
    own = library(tmp_path)
    reading = Reading(lambda: own.load_or_add(url))
    with pytest.raises(SourceError):
        reading.wait(lambda *_: reading.stop())
    assert own.entries() == ((), ())


def test_why_it_cannot_be_read_is_told_as_without_a_process(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    with pytest.raises(SourceError) as alone:
        read_alone(broken)
    with pytest.raises(SourceError) as apart:
        wait(library(tmp_path), broken)
    assert str(apart.value) == str(alone.value)


def test_several_conferences_and_a_single_talk_are_told_apart(tmp_path: Path, talks: Path) -> None:
    with pytest.raises(SourceError) as error:
        wait(library(tmp_path), talks / "0.md")
    assert error.value.talk_in == tmp_path


def test_what_was_stopped_is_an_error(tmp_path: Path, talks: Path, temporary: Path) -> None:
    own = library(tmp_path)
    reading = Reading(lambda: own.load(str(talks)))
    reading.stop()
    with pytest.raises(SourceError, match="ended too early"):
        reading.wait()
    reading = Reading(lambda: own.load(str(talks)))
    with pytest.raises(SourceError, match="ended too early"):
        reading.wait(lambda *_: reading.stop())
    assert not list(temporary.iterdir())


def test_a_fault_of_the_process_is_one_of_whoever_waits() -> None:
    with pytest.raises(RuntimeError, match="no colour"):
        _follow(iter([b'["fault", "ValueError: no colour"]']))


@pytest.mark.parametrize("line", [b'["progress", "fi', b"[]", b"3", b'["error", "no"]', b"\x00"])
def test_a_line_that_was_cut_is_an_error(line: bytes) -> None:
    with pytest.raises(SourceError, match="ended too early"):
        _follow(iter([line]))
