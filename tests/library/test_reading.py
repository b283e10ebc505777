"""Loading a conference in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from confui.library.library import Library
from confui.library.reading import Reading, _follow
from confui.paths import SHIPPED_CONFERENCE
from confui.sources import SourceError, load_snapshot
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


Steps = list[tuple[str, int, int]]


def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "share", SHIPPED_CONFERENCE, cache=tmp_path / "cache")


def wait(reading: Reading) -> tuple[object, Steps]:
    steps: Steps = []
    return reading.wait(lambda *step: steps.append(step)), steps


def test_the_conference_is_the_same_as_without_a_process_and_progress_is_told(
    tmp_path: Path,
) -> None:
    found, steps = wait(Reading(library(tmp_path), str(PYNORTH)))
    assert found == (str(PYNORTH), library(tmp_path).load(str(PYNORTH)))
    kinds = {what for what, _, _ in steps}
    assert kinds == {"files", "sessions"}
    assert all(0 <= done < total for _, done, total in steps)


def test_it_is_left_in_the_cache(tmp_path: Path) -> None:
    Reading(library(tmp_path), str(SHIPPED_CONFERENCE)).wait(lambda *_: None)
    assert load_snapshot(SHIPPED_CONFERENCE, cache=tmp_path / "cache")


def test_a_url_is_added_to_the_library(server: Server, tmp_path: Path) -> None:
    url = server.tell("/snow.json", answer(schedule("Flakes")))
    name, conference = Reading(library(tmp_path), url).wait(lambda *_: None)
    assert name == "snow-2031"
    assert [session.title for session in conference.visible] == ["Flakes"]


def test_why_it_cannot_be_read_is_told_as_without_a_process(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    with pytest.raises(SourceError) as alone:
        library(tmp_path).load(str(broken))
    with pytest.raises(SourceError) as apart:
        wait(Reading(library(tmp_path), str(broken)))
    assert str(apart.value) == str(alone.value)


def test_several_conferences_and_a_single_talk_are_told_apart(tmp_path: Path) -> None:
    talk = next(PYNORTH.rglob("*.md"))
    with pytest.raises(SourceError) as error:
        wait(Reading(library(tmp_path), str(talk)))
    assert error.value.talk_in


def test_a_process_that_ends_too_early_is_an_error(tmp_path: Path) -> None:
    reading = Reading(library(tmp_path), "http://192.0.2.1/never.json")
    reading.stop()
    with pytest.raises(SourceError, match="ended too early"):
        wait(reading)


def test_without_a_cache_the_conference_is_read_all_the_same(tmp_path: Path) -> None:
    found, steps = wait(Reading(Library(tmp_path, SHIPPED_CONFERENCE), str(PYNORTH)))
    assert found == (str(PYNORTH), library(tmp_path).load(str(PYNORTH)))
    assert steps


@pytest.mark.parametrize("line", ['["progress", "fi', "[]", "3", '["error", "no"]', "\x00"])
def test_a_line_that_was_cut_is_an_error(line: str) -> None:
    with pytest.raises(SourceError, match="ended too early"):
        _follow(iter([line]), lambda *_: None)
