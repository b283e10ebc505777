"""The library with files and folders; `test_library_on_the_web` has URLs."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from confui.library.library import Library
from confui.library.storage import LibraryError, NameTakenError
from confui.paths import SHIPPED_CONFERENCE
from confui.sources.opening import SourceError
from tests.snow import schedule

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
START = datetime(2031, 5, 1, 12, tzinfo=UTC)


class Clock:
    """Tells the time that it is set to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    return Library(tmp_path / "share", SHIPPED_CONFERENCE, clock=clock)


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A folder of talk files that a test may change."""
    return Path(shutil.copytree(PYNORTH, tmp_path / "pynorth-2031"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "downloads" / "schedule.json"
    path.parent.mkdir()
    path.write_text(schedule("Flakes", "Ice"))
    return path


def test_an_added_file_can_be_opened_by_name_after_it_is_deleted(
    library: Library, file: Path
) -> None:
    read = library.add(str(file))
    file.unlink()
    assert (read.name, read.before) == ("snow-2031", None)
    conference = library.load("snow-2031")
    assert [session.title for session in conference.visible] == ["Flakes", "Ice"]
    assert (conference.id, conference.source) == ("snow-2031", str(file))


def test_a_folder_is_read_in_place(library: Library, talks: Path) -> None:
    library.add(str(talks))
    (talks / "late.md").write_text("---\ntitle: Late\ndate: 2031-05-17 23:00\nroom: Birch\n---\n")
    titles = [session.title for session in library.load("pynorth-2031").visible]
    assert "Late" in titles


def test_the_copy_of_a_folder_is_shown_when_the_folder_is_gone(
    library: Library, talks: Path, clock: Clock
) -> None:
    read = library.add(str(talks))
    shutil.rmtree(talks)
    clock.now += timedelta(days=3)
    conference = library.load("pynorth-2031")
    assert conference.sessions == read.after.sessions
    (problem,) = [each for each in conference.problems if each.code == "source-gone"]
    assert "no such folder or file" in problem.message
    assert "this is the copy, last checked 3 days ago" in problem.message


def test_a_name_can_be_chosen(library: Library, file: Path) -> None:
    assert library.add(str(file), "winter").name == "winter"
    assert library.load("winter").id == "snow-2031"


@pytest.mark.parametrize("name", ["Winter Days", "../x", "a/b", ".", "x\x1b[2J", "-"])
def test_an_invalid_name_is_refused(library: Library, file: Path, name: str) -> None:
    with pytest.raises(SourceError, match="invalid name; use"):
        library.add(str(file), name)
    assert library.entries() == ((), ())


def test_an_unknown_zone_is_refused_and_a_known_one_is_remembered(
    library: Library, file: Path
) -> None:
    with pytest.raises(SourceError, match="unknown time zone"):
        library.add(str(file), zone="Europe/Nowhere")
    library.add(str(file), zone="Europe/Oslo")
    assert library.load("snow-2031").timezone == "Europe/Oslo"
    assert library.refresh(library.entries()[0][0]).after.timezone == "Europe/Oslo"
    with pytest.raises(SourceError, match="unknown time zone"):
        library.add(str(file), zone="Europe/Nowhere")
    assert library.entries()[0][0].zone == "Europe/Oslo"


def test_a_given_zone_converts_a_calendar_in_utc_to_venue_time(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "snow.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Flakes\n"
        "DTSTART:20310517T080000Z\nDTEND:20310517T083000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    library.add(str(path), zone="Europe/Oslo")
    (session,) = library.load("snow").sessions
    assert session.start == datetime(2031, 5, 17, 10)


def test_two_conferences_with_the_same_id_keep_separate_bookmarks(
    library: Library, file: Path, tmp_path: Path
) -> None:
    library.add(str(file))
    other = tmp_path / "other.json"
    other.write_text(schedule("Rain"))
    assert library.add(str(other)).name == "snow-2031-2"
    ids = [library.load(name).id for name in ("snow-2031", "snow-2031-2")]
    assert ids == ["snow-2031", "snow-2031-2"]


def test_the_id_stays_when_a_newer_version_has_another_id(library: Library, file: Path) -> None:
    library.add(str(file))
    file.write_text(schedule("Flakes", "Ice", acronym="renamed"))
    read = library.refresh(library.entries()[0][0])
    assert read.after.id == library.load("snow-2031").id == "snow-2031"
    assert library.load(str(file)).id == "snow-2031"


def test_adding_a_source_again_refreshes_it(library: Library, file: Path) -> None:
    library.add(str(file))
    file.write_text(schedule("Flakes", "Ice", "Rain"))
    read = library.add(str(file))
    assert read.before is not None
    assert [session.title for session in read.before.visible] == ["Flakes", "Ice"]
    assert [session.title for session in read.after.visible] == ["Flakes", "Ice", "Rain"]
    assert len(library.entries()[0]) == 1


def test_a_second_name_for_one_source_is_a_second_conference(library: Library, file: Path) -> None:
    library.add(str(file))
    assert library.add(str(file), "winter").before is None
    with pytest.raises(NameTakenError):
        library.add(str(PYNORTH), "winter")


def test_a_refresh_of_a_folder_compares_with_the_last_refresh(
    library: Library, talks: Path
) -> None:
    library.add(str(talks))
    (talks / "late.md").write_text("---\ntitle: Late\ndate: 2031-05-17 23:00\nroom: Birch\n---\n")
    library.load("pynorth-2031")
    read = library.refresh(library.entries()[0][0])
    assert read.before is not None
    assert len(read.after.visible) == len(read.before.visible) + 1
    again = library.refresh(library.entries()[0][0])
    assert again.before == again.after


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such folder or file"),
        ("", "no conference that confui can read"),
        ("{", "Invalid JSON"),
        (schedule(), "without sessions"),
    ],
)
def test_a_failed_refresh_keeps_the_copy_and_says_its_age(
    library: Library, file: Path, clock: Clock, content: str | None, reason: str
) -> None:
    library.add(str(file))
    before = library.entries()
    file.unlink()
    if content is not None:
        file.write_text(content)
    clock.now += timedelta(hours=5)
    with pytest.raises(SourceError) as refusal:
        library.refresh(before[0][0])
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith("; the copy stays, last checked 5 hours ago")
    assert ".;" not in str(refusal.value)
    assert library.entries() == before
    assert len(library.load("snow-2031").visible) == 2


def test_a_damaged_copy_is_reported_and_restored_by_a_refresh(library: Library, file: Path) -> None:
    library.add(str(file))
    entry = library.entries()[0][0]
    copy = file.parents[1] / "share" / "conferences" / "snow-2031" / "schedule"
    copy.write_bytes(copy.read_bytes()[:20])
    with pytest.raises(SourceError, match="to restore it: confui refresh snow-2031"):
        library.load("snow-2031")
    assert library.refresh(entry).before is None
    assert len(library.load("snow-2031").visible) == 2


def test_a_schedule_without_sessions_is_not_added(library: Library, file: Path) -> None:
    file.write_text(schedule())
    with pytest.raises(SourceError, match="without sessions"):
        library.add(str(file))
    assert library.entries() == ((), ())


def test_a_removed_conference_cannot_be_found(library: Library, file: Path) -> None:
    library.add(str(file))
    library.remove("snow-2031")
    with pytest.raises(SourceError, match="list your library: confui conferences"):
        library.load("snow-2031")
    with pytest.raises(LibraryError, match="snow-2031 was not removed: it is not in your library"):
        library.remove("snow-2031")


def test_a_name_in_the_library_wins_over_a_folder_of_that_name(
    library: Library, file: Path, talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(talks.parent)
    assert library.load("pynorth-2031").title == "PyNorth 2031"
    library.add(str(file), "pynorth-2031")
    assert library.load("pynorth-2031").title == "Snow 2031"
    assert library.load("./pynorth-2031").title == "PyNorth 2031"
    assert library.canonical_name("pynorth-2031") == "pynorth-2031"
    assert library.canonical_name("./pynorth-2031") == str(talks)
    assert library.reload("pynorth-2031", library.load("pynorth-2031")).after.days


def test_a_shipped_conference_can_be_opened_by_name(library: Library) -> None:
    assert library.load("djangocon-us-2017").id == "djangocon-us-2017"


@pytest.mark.parametrize("name", ["nowhere", "", "./nowhere", "no\0where"])
def test_an_unknown_name_is_refused(library: Library, name: str) -> None:
    with pytest.raises(SourceError):
        library.load(name)


def test_the_conference_on_today_or_next_or_last_opened_is_the_default(
    library: Library, file: Path, talks: Path
) -> None:
    before, after = date(2031, 5, 1), date(2031, 6, 1)
    assert library.default_name(before) == "djangocon-us-2017"
    library.remember(str(talks))
    assert library.default_name(before) == str(talks)
    library.add(str(file))
    assert library.default_name(before) == "snow-2031"
    assert library.default_name(after) == str(talks)
    library.remember("snow-2031")
    assert library.default_name(after) == "snow-2031"
    library.remove(library.entries()[0][0].name)
    assert library.default_name(after) == "djangocon-us-2017"


def test_a_deleted_folder_that_was_opened_last_is_not_the_default(
    library: Library, talks: Path
) -> None:
    library.remember(str(talks))
    shutil.rmtree(talks)
    assert library.default_name(date(2031, 5, 1)) == "djangocon-us-2017"


def test_an_open_file_outside_the_library_can_be_reloaded(library: Library, file: Path) -> None:
    before = library.load(str(file))
    file.write_text(schedule("Flakes"))
    read = library.reload(str(file), before)
    assert (read.name, read.before) == (str(file), before)
    assert len(read.after.visible) == 1
