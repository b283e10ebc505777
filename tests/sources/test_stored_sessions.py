import errno
import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Session, Speaker
from confui.sources import StoredConference, cache, opening
from confui.sources.codec import from_json, to_json
from confui.sources.opening import open_conference
from confui.sources.stored_sessions import MISSING, SnapshotFile, StoredSession
from tests.sources.conftest import CachedSources
from tests.sources.test_snapshot_files import forge_title

TALK = """\
---
title: Ice
date: 2031-05-17 10:00
room: Aurora
presenters:
- name: Nanuq
  bio: Lives on ice.
abstract: Why it floats.
website: https://example.org/ice
mood: cold
---
Bring boots.
"""


def opened(cached: CachedSources, folder: Path) -> Session:
    """Return the session of a folder from its snapshot, which is there afterwards."""
    cached.open(folder)
    (session,) = cached.open(folder).sessions
    return session


@pytest.fixture
def talk(folder: Path) -> Path:
    (folder / "ice.md").write_text(TALK)
    return folder


def read_session(folder: Path) -> Session:
    (session,) = open_conference(folder).sessions
    return session


def test_a_stored_session_is_the_session_in_every_respect(
    cached: CachedSources, talk: Path
) -> None:
    stored, read = opened(cached, talk), read_session(talk)
    assert isinstance(stored, StoredSession)
    assert stored == read
    assert read == stored
    assert hash(stored) == hash(read)
    for name in Session._fields:
        assert getattr(stored, name) == getattr(read, name)
    for name in Speaker._fields:
        assert getattr(stored.speakers[0], name) == getattr(read.speakers[0], name)
    moved = stored._replace(line=99, abstract="Why it melts.")
    assert moved == read._replace(line=99, abstract="Why it melts.")
    assert moved != stored
    assert stored != read._replace(body="")
    assert from_json(to_json(Conference(sessions=(stored,)))).sessions == (read,)


def test_texts_are_read_when_they_are_asked_for(
    cached: CachedSources, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = opened(cached, talk)
    reads: list[int] = []
    read = SnapshotFile.read

    def counted(file: SnapshotFile, length: int, offset: int) -> bytes:
        reads.append(offset)
        return read(file, length, offset)

    monkeypatch.setattr(SnapshotFile, "read", counted)
    assert (stored.title, stored.rooms, stored.speakers[0].name) == ("Ice", ("Aurora",), "Nanuq")
    assert reads == []
    assert stored.body == stored.body == "Bring boots."
    assert len(reads) == 1


@pytest.mark.parametrize("body", ["Bring boots.", "* boots", "### An outline\n\nBoots", ""])
@pytest.mark.parametrize("abstract", ["Why it floats.", "' '", "''"])
def test_what_a_filter_asks_about_a_text_is_known_without_reading_it(
    cached: CachedSources, talk: Path, monkeypatch: pytest.MonkeyPatch, body: str, abstract: str
) -> None:
    talk_file = talk / "ice.md"
    text = TALK.replace("Bring boots.", body).replace("Why it floats.", abstract)
    talk_file.write_text(text)
    stored, read = opened(cached, talk), read_session(talk)
    with monkeypatch.context() as patch:
        patch.setattr(SnapshotFile, "read", refuse)
        has = stored.has_abstract, stored.has_outline
    assert has == (read.has_abstract, read.has_outline)
    assert has == (abstract == "Why it floats.", body.startswith(("*", "#")))
    changed = stored._replace(abstract="", body="1. boots")
    assert (changed.has_abstract, changed.has_outline) == (False, True)


def test_an_open_snapshot_stays_as_it_was(cached: CachedSources, talk: Path) -> None:
    stored = opened(cached, talk)
    (talk / "ice.md").write_text(TALK.replace("boots", "skates"))
    assert "skates" in opened(cached, talk).body
    cached.snapshot.unlink()
    assert stored.body == "Bring boots."


def break_texts(path: Path) -> None:
    """Change a letter of each text of a snapshot, in place."""
    content = path.read_bytes()
    for text in (b"Bring boots", b"Lives on", b"floats", b"example.org/ice"):
        assert text in content
        content = content.replace(text, text.upper())
    with path.open("r+b") as file:
        file.write(content)


def refuse(*_: object) -> bytes:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


BREAKS: dict[str, Callable[[Path], object]] = {
    "changed": break_texts,
    "cut off": lambda path: os.truncate(path, path.read_bytes().index(b"Bring") - 20),
    "emptied": lambda path: os.truncate(path, 0),
}


@pytest.mark.parametrize("break_it", BREAKS.values(), ids=BREAKS)
def test_a_text_that_is_damaged_later_comes_from_the_source(
    cached: CachedSources, talk: Path, break_it: Callable[[Path], object]
) -> None:
    stored = opened(cached, talk)
    break_it(cached.snapshot)
    assert stored.body == "Bring boots."
    assert stored.speakers[0].bio == "Lives on ice."
    assert [stored.abstract, stored.links, stored.extra] == [
        *("Why it floats.", read_session(talk).links, read_session(talk).extra)
    ]
    assert list(cached.path.iterdir()) == []  # the next start makes a new one
    assert cached.reads == 4  # twice by this test, and once for all of these


def test_a_text_on_a_broken_disk_comes_from_the_source(
    cached: CachedSources, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = opened(cached, talk)
    monkeypatch.setattr(SnapshotFile, "read", refuse)
    assert stored.body == "Bring boots."


def test_a_forged_part_of_a_large_conference_comes_from_the_source(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    first = cached.open(site)
    forge_title(cached.snapshot, b"7")
    stored = cached.open(site)
    assert isinstance(stored, StoredConference)
    assert stored.stored
    assert stored.visible_by_day == first.group_by_day(first.visible)
    assert stored.visible_by_id == {session.id: session for session in first.visible}
    assert list(stored.visible_in_order) == list(first.visible)
    assert stored == first
    assert cached.reads == 2


def test_a_part_that_is_damaged_later_comes_from_the_source(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    first = cached.open(site)
    stored = open_conference(site, cache=cached.path, quickly=True)
    assert isinstance(stored, StoredConference)
    os.truncate(cached.snapshot, 0)
    assert stored.lacks(["ice.md", "gone.md"]) == {"gone.md"}
    assert not stored.is_current()
    assert stored == first


def test_a_large_conference_that_was_just_read_is_stored_with_its_indexes(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    monkeypatch.setattr(opening, "_FEWEST_STORED", 2)
    stored = cached.open(site)
    assert isinstance(stored, StoredConference)
    assert stored.stored
    assert stored.stored.indexes.read("titles0")
    assert stored == open_conference(site)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text(TALK.replace("title: Ice", "title: Hail")),
    ],
    ids=["gone", "another talk"],
)
def test_a_text_that_cannot_be_read_any_more_says_so(
    cached: CachedSources, talk: Path, change: Callable[[Path], object]
) -> None:
    stored = opened(cached, talk)
    break_texts(cached.snapshot)
    change(talk / "ice.md")
    assert stored.body == stored.abstract == MISSING
    assert (stored.links, stored.extra) == ((), {})
    assert stored != stored._replace(body="Bring boots.")


def test_a_file_is_closed_with_its_sessions(cached: CachedSources, talk: Path) -> None:
    stored = opened(cached, talk)
    assert stored.body
    gc.collect()
    before = len(list(Path("/dev/fd").iterdir()))
    del stored
    gc.collect()
    assert len(list(Path("/dev/fd").iterdir())) == before - 1
