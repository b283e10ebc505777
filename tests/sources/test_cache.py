import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources import StoredConference, cache, opening, reporting
from confui.sources.opening import SourceError, open_conference
from tests.sources.conftest import HOUR, TALK, CachedSources

Change = Callable[[Path], object]


def test_an_unchanged_folder_is_read_once(cached: CachedSources, site: Path) -> None:
    first = cached.open(site)
    assert cached.open(site) == first == open_conference(site)
    assert cached.reads == 2  # the last of these has no cache


def test_it_is_told_that_a_snapshot_is_written(cached: CachedSources, site: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *step: told.append(step)):
        conference = cached.open(site)
    count = len(conference.sessions)
    assert told[-1] == ("saved", 0, count)


def test_what_was_read_while_a_file_came_and_went_is_not_kept(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(site, ns=(0, 0))
    read = opening._read_folder

    def read_with_another(location: opening._Location) -> Conference | None:
        (site / "fog.md").write_text(TALK.format("Fog"))
        conference = read(location)
        (site / "fog.md").unlink()
        return conference

    with monkeypatch.context() as patch:
        patch.setattr(opening, "_read_folder", read_with_another)
        assert "Fog" in {session.title for session in cached.open(site).sessions}
    assert cached.open(site) == open_conference(site)


def rewrite_unnoticed(folder: Path) -> None:
    path = folder / "ice.md"
    before = path.stat()
    path.write_text(path.read_text().replace("Ice", "Fog"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def swap(folder: Path) -> None:
    path = folder / "new.md"
    path.write_text(TALK.format("Hail"))
    path.replace(folder / "ice.md")


def add_folder(folder: Path) -> None:
    (folder / "tuesday").mkdir()
    (folder / "tuesday" / "fog.md").write_text(TALK.format("Fog"))


CHANGES: dict[str, Change] = {
    "changed": lambda folder: (folder / "ice.md").write_text(TALK.format("Ice and fire")),
    "touched": lambda folder: (folder / "ice.md").touch(),
    "set back in time": lambda folder: os.utime(folder / "ice.md", (0, 0)),
    "changed within its size and its time set back": rewrite_unnoticed,
    "replaced": swap,
    "added": lambda folder: (folder / "fog.md").write_text(TALK.format("Fog")),
    "added in a new folder": add_folder,
    "removed": lambda folder: (folder / "ice.md").unlink(),
    "renamed": lambda folder: (folder / "ice.md").rename(folder / "cold.md"),
    "folder renamed": lambda folder: (folder / "monday").rename(folder / "tuesday"),
    "no talk until now": lambda folder: (folder / "README.md").write_text(TALK.format("Fog")),
    "settings changed": lambda folder: (folder / "conference.yaml").write_text("title: PyEast\n"),
    "settings removed": lambda folder: (folder / "conference.yaml").unlink(),
    "site's title added": lambda folder: (folder / "_config.yml").write_text("title: PyEast\n"),
    "home's settings added": lambda folder: (folder.parent / "conference.yaml").write_text(
        "title: PyEast\n"
    ),
    "home's site added": lambda folder: (folder.parent / "_config.yml").write_text("title: East\n"),
    "a file that cannot be read added": lambda folder: (folder / "gone.md").symlink_to("nowhere"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_noticed(cached: CachedSources, site: Path, change: Change) -> None:
    cached.open(site)
    change(site)
    assert cached.open(site) == open_conference(site)
    assert cached.reads == 3


def test_a_changed_folder_gets_a_new_snapshot(cached: CachedSources, site: Path) -> None:
    cached.open(site)
    CHANGES["added"](site)
    assert len(cached.open(site).sessions) == len(cached.open(site).sessions) == 3
    assert cached.reads == 2
    assert cached.snapshot.is_file()


def test_other_kinds_of_files_are_ignored(cached: CachedSources, site: Path) -> None:
    cached.open(site)
    (site / "photo.jpg").write_bytes(b"\xff\xd8")
    cached.open(site)
    assert cached.reads == 1


@pytest.mark.parametrize("late", [-HOUR, 0, cache.TIMESTAMP_GRANULARITY // 2])
def test_no_snapshot_is_written_just_after_a_change(
    cached: CachedSources, site: Path, late: int
) -> None:
    cached.open(site, late=late)
    assert not cached.path.exists()


def test_a_recent_change_of_the_inode_alone_counts_too(cached: CachedSources, site: Path) -> None:
    for path in site.rglob("*"):
        os.utime(path, (0, 0))
    cached.open(site, late=0)
    assert not cached.path.exists()


def test_an_unreadable_file_is_tried_again(cached: CachedSources, site: Path) -> None:
    (site / "gone.md").symlink_to("nowhere")
    assert [problem.code for problem in cached.open(site).problems] == ["unreadable"]
    assert not cached.path.exists()


def test_a_folder_without_talks_is_refused_until_there_is_one(
    cached: CachedSources, folder: Path
) -> None:
    for _ in range(2):
        with pytest.raises(SourceError):
            cached.open(folder)
    (folder / "ice.md").write_text(TALK.format("Ice"))
    assert len(cached.open(folder).sessions) == 1


def test_a_snapshot_has_the_problems_too(cached: CachedSources, site: Path) -> None:
    (site / "bad.md").write_text(TALK.format("Fog").replace("05-17", "02-30"))
    first = cached.open(site)
    assert [problem.code for problem in first.problems] == ["bad-date"]
    assert cached.open(site).problems == first.problems
    assert cached.reads == 1


def test_the_source_is_shown_as_it_is_given_this_time(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    for _ in range(2):
        assert cached.open(".").source == "."
        assert cached.open(site).source == str(site)
    assert cached.reads == 2


def test_a_copy_of_a_folder_has_its_own_snapshot(cached: CachedSources, tmp_path: Path) -> None:
    for name, title in (("east", "Sun"), ("west", "Fog")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "talk.md").write_text(TALK.format(title))
        cached.open(tmp_path / name)
    assert [cached.open(tmp_path / name).sessions[0].title for name in ("east", "west")] == [
        "Sun",
        "Fog",
    ]
    assert cached.reads == 2


@pytest.mark.parametrize("name", ["__version__", "_FORMAT"])
def test_a_snapshot_by_another_version_of_confui_is_replaced(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cached.open(site)
    before = cached.snapshot.read_bytes()
    monkeypatch.setattr(cache, name, "0.0.0-other")
    for _ in range(2):
        cached.open(site)
    assert cached.reads == 2
    assert cached.snapshot.read_bytes() != before


def test_a_snapshot_by_older_code_is_replaced(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cached.open(site)
    package = tmp_path / "confui"
    for folder in ("sources", "schedule"):
        (package / folder).mkdir(parents=True)
    (package / "sources" / "talks.py").touch()
    monkeypatch.setattr(cache, "__file__", str(package / "sources" / "cache.py"))
    for _ in range(2):
        cached.open(site)
    assert cached.reads == 2


def test_a_large_conference_is_opened_before_its_files_are_looked_at(
    cached: CachedSources, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_AT_ONCE", 0)
    first = cached.open(site)
    looks: list[Path] = []
    look = cache._folder_stats

    def noted(folder: Path) -> object:
        looks.append(folder)
        return look(folder)

    monkeypatch.setattr(cache, "_folder_stats", noted)
    for change, is_current in ((lambda _: None, True), (CHANGES["added"], False)):
        looks.clear()
        stored = open_conference(site, cache=cached.path, quickly=True)
        assert looks == []
        assert isinstance(stored, StoredConference)
        assert stored.is_unchecked
        change(site)
        assert stored == first
        assert stored.is_current() is is_current
        assert looks == [site.resolve()]
    assert len(cached.open(site).sessions) == 3


def test_a_small_conference_is_always_checked(cached: CachedSources, site: Path) -> None:
    cached.open(site)
    CHANGES["added"](site)
    assert len(open_conference(site, cache=cached.path, quickly=True).sessions) == 3


READER = """\
import sys
from pathlib import Path
from confui.sources.opening import open_conference
print(len(open_conference(sys.argv[1], cache=Path(sys.argv[2])).sessions), *sys.modules)
"""


@pytest.mark.parametrize("warm", [True, False])
def test_yaml_is_loaded_only_without_a_snapshot(
    cached: CachedSources, site: Path, warm: bool
) -> None:
    if warm:
        cached.open(site)
    command = [sys.executable, "-c", READER, str(site), str(cached.path)]
    count, *modules = subprocess.check_output(command, text=True).split()
    assert count == "2"
    needed = {"yaml", "frontmatter"} & set(modules)
    assert needed == (set() if warm else {"yaml", "frontmatter"})
    assert "zoneinfo" not in modules
