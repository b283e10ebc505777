import fcntl
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from confui.atomic_write import write_atomically
from confui.library.storage import (
    LibraryEntry,
    LibraryError,
    LibraryStorage,
    NameTakenError,
    free_name,
    running_or_next,
)

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
SNOW = LibraryEntry(
    name="snow",
    source="https://snow.example.org/schedule.json",
    folder=False,
    conference="snow-2031",
    title="Snow 2031",
    zone="Europe/Oslo",
    first=date(2031, 5, 17),
    last=date(2031, 5, 18),
    address="https://snow.example.org/export.json",
    etag='"1"',
    modified="Thu, 01 May 2031 12:00:00 GMT",
    fetched_at=NOON,
    checked_at=NOON,
)


@pytest.fixture
def storage(tmp_path: Path) -> LibraryStorage:
    return LibraryStorage(tmp_path / "share" / "conferences")


def test_reading_a_missing_library_is_empty_and_creates_nothing(
    storage: LibraryStorage, tmp_path: Path
) -> None:
    assert storage.entries() == ((), ())
    assert not (tmp_path / "share").exists()


def test_a_stored_conference_is_read_back_unchanged(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"{}")
    assert kept == SNOW._replace(digest=kept.digest)
    assert storage.entries() == ((kept,), ())
    assert storage.read_copy(kept) == b"{}"


def test_only_the_owner_may_read_the_files(storage: LibraryStorage) -> None:
    place = storage.copy_path(storage.add(SNOW, b"{}"))
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_a_name_that_is_taken_is_refused(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    with pytest.raises(NameTakenError, match="snow is in your library already"):
        storage.add(SNOW._replace(source="https://other.example.org"), b"two")
    assert storage.entries() == ((kept,), ())
    assert storage.read_copy(kept) == b"one"


def test_an_update_replaces_the_copy_and_the_entry(storage: LibraryStorage) -> None:
    storage.add(SNOW, b"one")
    newer = storage.update(SNOW._replace(etag='"2"'), b"two")
    assert storage.entries() == ((newer,), ())
    assert storage.read_copy(newer) == b"two"


def test_an_update_without_a_copy_leaves_the_copy(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    newer = storage.update(kept._replace(checked_at=NOON.replace(hour=13)))
    assert storage.read_copy(newer) == b"one"
    assert storage.entries()[0][0].checked_at == NOON.replace(hour=13)


@pytest.mark.parametrize("content", [b"", b"tw", b"other"])
def test_a_copy_with_another_digest_is_not_read(storage: LibraryStorage, content: bytes) -> None:
    kept = storage.add(SNOW, b"two")
    storage.copy_path(kept).write_bytes(content)
    assert storage.read_copy(kept) == b""


def test_a_removed_conference_is_gone_and_its_name_is_free(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    storage.remove("snow")
    assert storage.entries() == ((), ())
    assert not storage.copy_path(kept).exists()
    assert storage.add(SNOW, b"two").name == "snow"


def test_no_draft_is_left_behind(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    with pytest.raises(NameTakenError):
        storage.add(SNOW, b"two")
    storage.update(kept, b"three")
    folder = storage.copy_path(kept).parent
    assert [each.name for each in folder.parent.iterdir()] == ["snow"]
    previous = ["previous-about.json", "previous-schedule"]
    assert sorted(each.name for each in folder.iterdir()) == ["about.json", *previous, "schedule"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[]", "does not describe a conference"),
        (b'{"confui": "bookmarks"}', "does not describe a conference"),
        (b'{"confui": "conference", "format": 2, "source": "x"}', "a newer confui"),
        (b'{"confui": "conference", "format": "1", "source": "x"}', "a newer confui"),
        (b'{"confui": "conference", "format": 1}', "where the conference comes from"),
    ],
)
def test_an_unreadable_entry_is_reported_and_harms_no_other(
    storage: LibraryStorage, content: bytes, reason: str
) -> None:
    kept = storage.add(SNOW, b"one")
    ice = storage.add(SNOW._replace(name="ice"), b"one")
    (storage.copy_path(ice).parent / "about.json").write_bytes(content)
    entries, trouble = storage.entries()
    assert entries == (kept,)
    (line,) = trouble
    assert reason in line
    assert "ice" in line
    assert (storage.copy_path(ice).parent / "about.json").read_bytes() == content


def test_a_bad_field_costs_only_itself(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    about = storage.copy_path(kept).parent / "about.json"
    document = json.loads(about.read_bytes())
    about.write_text(json.dumps({**document, "first": 5, "checked_at": "soon", "etag": ["x"]}))
    ((read,), (line,)) = storage.entries()
    assert read == kept._replace(first=None, checked_at=None, etag="")
    assert line.startswith("snow: it has no usable date in first, checked_at")
    assert line.endswith("to repair it: confui refresh snow")


def test_control_characters_in_an_entry_cannot_reach_the_terminal(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW._replace(title="Snow\x1b[2J"), b"one")
    ((read,), _) = storage.entries()
    assert "\x1b" in kept.title
    assert "\x1b" not in read.title


def test_a_failed_update_leaves_the_old_version(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    (storage.copy_path(kept).parent / "about.json").unlink()
    (storage.copy_path(kept).parent / "about.json").mkdir()
    with pytest.raises(LibraryError, match="snow was not saved: is a directory"):
        storage.update(kept)
    assert storage.read_copy(kept) == b"one"


def test_a_file_in_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "share").write_text("")
    storage = LibraryStorage(tmp_path / "share" / "conferences")
    with pytest.raises(LibraryError, match="snow was not saved: not a directory"):
        storage.add(SNOW, b"one")


def _on(name: str, first: date | None, last: date | None) -> LibraryEntry:
    return SNOW._replace(name=name, first=first, last=last)


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2031, 5, 1), "may"),
        (date(2031, 5, 17), "may"),
        (date(2031, 5, 20), "long"),
        (date(2031, 6, 30), "june"),
        (date(2031, 7, 1), ""),
    ],
)
def test_a_conference_that_is_on_comes_before_the_next_one(today: date, name: str) -> None:
    entries = [
        _on("untimed", None, None),
        _on("june", date(2031, 6, 30), date(2031, 6, 30)),
        _on("long", date(2031, 5, 19), date(2031, 6, 2)),
        _on("may", date(2031, 5, 17), date(2031, 5, 18)),
    ]
    found = running_or_next(entries, today)
    assert (found.name if found else "") == name


def test_a_taken_name_gets_the_first_free_number() -> None:
    assert free_name("snow", []) == "snow"
    assert free_name("snow", ["snow", "snow-3"]) == "snow-2"
    assert free_name("snow", ["snow", "snow-2"]) == "snow-3"
    assert len(free_name("s" * 500, [])) == 60


def write_about(storage: LibraryStorage, entry: LibraryEntry, **fields: object) -> None:
    """Change fields of an `about.json`."""
    about = storage.copy_path(entry).parent / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_bytes()), **fields}))


EDGES = [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-14:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "2031-05-01T12:00:00+23:59",
    "2031-05-01T12:00:00+99:99",
    "10000-01-01",
]


@pytest.mark.parametrize("key", ["fetched_at", "checked_at", "first", "last"])
@pytest.mark.parametrize("time", EDGES)
def test_a_time_at_the_edge_of_the_calendar_harms_nothing(
    storage: LibraryStorage, key: str, time: str
) -> None:
    kept = storage.add(SNOW, b"one")
    ice = storage.add(SNOW._replace(name="ice"), b"one")
    write_about(storage, ice, **{key: time})
    entries, errors = storage.entries()
    assert kept in entries
    assert [entry.name for entry in entries] == ["ice", "snow"]
    unusable = getattr(entries[0], key) is None
    assert [line.partition(":")[0] for line in errors] == ["ice"] * unusable
    storage.remove("ice")
    assert storage.entries() == ((kept,), ())


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../x", "a\0b", "x" * 5000, "/etc"])
def test_a_zone_that_this_computer_does_not_know_is_reported_and_harms_no_other(
    storage: LibraryStorage, zone: str
) -> None:
    kept = storage.add(SNOW, b"one")
    ice = storage.add(SNOW._replace(name="ice"), b"one")
    write_about(storage, ice, zone=zone)
    entries, (line,) = storage.entries()
    assert entries == (kept,)
    assert line.startswith("ice: this computer does not know its time zone")
    assert line.endswith("first run: confui remove ice")
    assert storage.entry("ice") is None
    storage.remove("ice")
    assert storage.entries() == ((kept,), ())


@pytest.mark.parametrize("name", [b"snow\x1b[2J", b"snow\xff", b"snow\nice", "snow\u202e".encode()])
def test_a_folder_whose_name_cannot_be_shown_is_reported_and_can_be_removed(
    storage: LibraryStorage, name: bytes
) -> None:
    kept = storage.add(SNOW, b"one")
    folder = storage.copy_path(kept).parent
    shutil.copytree(folder, folder.with_name(os.fsdecode(name)))
    entries, (line,) = storage.entries()
    assert entries == (kept,)
    assert line.isprintable()
    storage.remove(line.rpartition("confui remove ")[2])
    assert storage.entries() == ((kept,), ())


@pytest.mark.parametrize("file", ["about.json", "schedule", "previous-about.json"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_only_regular_files_are_opened(
    storage: LibraryStorage, file: str, make: Callable[[Path], None]
) -> None:
    kept = storage.add(SNOW, b"one")
    newer = storage.update(kept, b"two")
    path = storage.copy_path(kept).parent / file
    path.unlink()
    make(path)
    entries, errors = storage.entries()
    assert len(entries) + len(errors) == 1
    assert storage.read_copy(newer) == (b"" if file == "schedule" else b"two")
    assert (storage.previous(newer) is None) == (file == "previous-about.json")
    storage.remove("snow")


def test_an_update_keeps_the_version_that_it_replaces(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    assert storage.previous(kept) is None
    newer = storage.update(kept._replace(etag='"2"'), b"two")
    assert storage.previous(newer) == kept
    assert storage.restore_previous(newer) == kept
    assert storage.entries() == ((kept,), ())
    assert storage.copy_path(kept).read_bytes() == b"one"
    assert storage.restore_previous(kept) == newer
    assert storage.read_copy(newer) == b"two"


def test_an_update_with_the_same_copy_keeps_the_previous_version(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    newer = storage.update(kept, b"two")
    same = storage.update(newer._replace(etag='"3"'), b"two")
    assert storage.previous(same) == kept


def test_without_a_previous_version_there_is_nothing_to_restore(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    with pytest.raises(LibraryError, match="no earlier version of Snow 2031 is kept"):
        storage.restore_previous(kept)
    newer = storage.update(kept, b"two")
    (storage.copy_path(kept).parent / "previous-schedule").write_bytes(b"damaged")
    with pytest.raises(LibraryError, match="no earlier version of Snow 2031 is kept"):
        storage.restore_previous(newer)
    assert storage.read_copy(newer) == b"two"


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("action", ["update", "restore"])
def test_after_every_step_of_a_change_the_entry_has_its_copy(
    storage: LibraryStorage, monkeypatch: pytest.MonkeyPatch, action: str, step: int
) -> None:
    newer = storage.update(storage.add(SNOW, b"one"), b"two")
    steps = 0

    def interrupted(path: Path, content: bytes, *, durable: bool) -> None:
        nonlocal steps
        if steps == step:
            raise KeyboardInterrupt
        steps += 1
        write_atomically(path, content, durable=durable)

    monkeypatch.setattr("confui.library.storage.write_atomically", interrupted)
    with suppress(KeyboardInterrupt):
        if action == "update":
            storage.update(newer._replace(etag='"3"'), b"three")
        else:
            storage.restore_previous(newer)
    monkeypatch.undo()
    ((entry,), errors) = storage.entries()
    assert errors == ()
    assert storage.read_copy(entry) in (b"one", b"two", b"three")
    assert storage.read_copy(storage.update(entry, b"four")) == b"four"


def test_a_late_check_does_not_describe_a_newer_copy(storage: LibraryStorage) -> None:
    kept = storage.add(SNOW, b"one")
    newer = storage.update(kept, b"two")
    assert storage.update(kept._replace(checked_at=NOON.replace(hour=13))) == newer
    assert storage.entries() == ((newer,), ())


def test_a_conference_that_another_process_saves_is_left_alone(
    storage: LibraryStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = storage.add(SNOW, b"one")
    monkeypatch.setattr("confui.atomic_write._LOCK_PAUSE", 0)
    handle = os.open(storage.copy_path(kept).parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(LibraryError, match="another confui is saving it; try again"):
        storage.update(kept, b"two")
    os.close(handle)
    assert storage.read_copy(storage.update(kept, b"two"))
