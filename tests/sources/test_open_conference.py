import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import SourceError, open_conference

Load = Callable[[Mapping[str, str | bytes]], Conference]
TALK = "---\ntitle: Snow\ndate: 2031-05-17 10:00\n---\n"


def refusal(source: str | Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_conference(source)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message


def test_a_missing_path_is_refused(folder: Path) -> None:
    assert refusal(folder / "nowhere").startswith(f"{folder}/nowhere: no such folder or file")


def test_an_empty_folder_is_refused(folder: Path) -> None:
    assert "an empty folder" in refusal(folder)


def test_a_folder_without_talk_files_says_what_confui_looks_for(folder: Path) -> None:
    (folder / "README.md").write_text("# Hello\n")
    (folder / "page.md").write_text("---\nlayout: page\ntitle: Venue\n---\n")
    (folder / "conference.yaml").write_text("colour: red\n")
    assert "no talk files; confui looks for *.md files" in refusal(folder)


def test_a_file_of_another_kind_is_refused(folder: Path) -> None:
    (folder / "notes.txt").write_text("Buy bread.")
    assert "no conference that confui can read" in refusal(folder / "notes.txt")


def test_a_single_talk_file_points_to_its_folder(folder: Path) -> None:
    (folder / "snow.md").write_text(TALK)
    assert refusal(folder / "snow.md").endswith(f"open its folder, {folder}")


@pytest.mark.parametrize("name", ["", " ", "a\0b", "x" * 5000])
def test_an_impossible_name_is_refused(name: str) -> None:
    refusal(name)


def test_escape_sequences_in_a_name_are_not_shown() -> None:
    assert "\x1b" not in refusal("\x1b[2Jgone")


def test_a_pipe_is_refused_without_blocking(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    refusal(folder / "pipe")


def test_a_folder_of_broken_talk_files_opens_so_that_they_can_be_listed(load: Load) -> None:
    conference = load({"talk.md": "---\ntitle: [\n---\n"})
    assert conference.sessions == ()
    assert [problem.code for problem in conference.problems] == ["bad-yaml"]


def test_the_folder_names_the_conference(load: Load) -> None:
    conference = load({"talks/snow.md": TALK})
    assert (conference.id, conference.title) == ("pywest-2030", "Pywest 2030")


@pytest.mark.parametrize("below", ["talks", "_schedule/talks", "src/content/schedule"])
def test_a_folder_with_a_generic_name_takes_the_name_of_its_parent(
    folder: Path, below: str
) -> None:
    (folder / below).mkdir(parents=True)
    (folder / below / "snow.md").write_text(TALK)
    (folder / "conference.yaml").write_text("title: PyWest 2030\n")
    conference = open_conference(folder / below)
    assert (conference.id, conference.title) == ("pywest-2030", "PyWest 2030")


def test_the_current_folder_gives_its_name_to_the_conference(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference = load({"snow.md": TALK})
    monkeypatch.chdir(conference.source)
    assert open_conference(".").id == "pywest-2030"


def test_days_are_those_of_visible_sessions(load: Load) -> None:
    hidden = TALK.replace("05-17", "05-19").replace("title", "hidden: true\ntitle")
    conference = load({"a.md": TALK, "b.md": hidden})
    assert [str(day) for day in conference.days] == ["2031-05-17"]


def test_sessions_are_sorted_by_start_with_untimed_ones_last(load: Load) -> None:
    untimed = "---\ntitle: Poster\nroom: Foyer\n---\n"
    early = TALK.replace("10:00", "9:00")
    conference = load({"a.md": untimed, "b.md": TALK, "c.md": early, "d.md": early})
    assert [session.id for session in conference.sessions] == ["c.md", "d.md", "b.md", "a.md"]


def test_rooms_are_in_order_of_first_use_without_the_whole_venue(load: Load) -> None:
    def talk(clock: str, room: str) -> str:
        return TALK.replace("10:00", clock).replace("title", f"room: {room}\ntitle")

    conference = load(
        {
            "a.md": talk("11:00", "Birch"),
            "b.md": talk("10:00", "Cedar"),
            "c.md": talk("9:00", "full"),
        }
    )
    assert conference.rooms == ("Cedar", "Birch")


def test_the_id_of_a_session_is_the_path_of_its_file(load: Load) -> None:
    conference = load({"talks/day one/snow.markdown": TALK})
    assert conference.sessions[0].id == "talks/day one/snow.markdown"
