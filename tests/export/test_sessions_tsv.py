import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.export.sessions_json import as_json
from confui.export.sessions_tsv import COLUMNS, as_tsv
from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference, EndSource, Kind, Level, Session, Speaker
from tests.export.marks import marked

FULL = Session(
    id="talks/snow.md",
    title="Snow",
    subtitle="and ice",
    kind=Kind.TUTORIAL,
    start=datetime(2031, 5, 17, 0, 30),
    end=datetime(2031, 5, 17, 1, 15),
    end_source=EndSource.GIVEN,
    day=date(2031, 5, 16),
    rooms=("Aurora Hall", "Birch Room"),
    whole_venue=True,
    track="Weather",
    level=Level.ALL,
    language=("en", "nb"),
    tags=("winter",),
    speakers=(Speaker("inga", "Inga Frost"), Speaker("odd", "Odd Hale")),
    video=("https://video.example.org/1", "https://video.example.org/2"),
    slides=("https://slides.example.org/1",),
)
BARE = Session(id="bare.md", title="Bare")


def row(session: Session, mark: Mark | None = None) -> dict[str, str]:
    """Return the cells of a session by their column."""
    names, cells = as_tsv([session], marked(session, mark=mark)).splitlines()
    return dict(zip(names.split("\t"), cells.split("\t"), strict=True))


def test_a_row_has_the_fields_of_a_session_under_the_column_names() -> None:
    assert row(FULL, Mark.MUST) == {
        "id": "talks/snow.md",
        "title": "Snow",
        "subtitle": "and ice",
        "kind": "tutorial",
        "start": "2031-05-17T00:30",
        "end": "2031-05-17T01:15",
        "end_source": "given",
        "day": "2031-05-16",
        "rooms": "Aurora Hall; Birch Room",
        "whole_venue": "true",
        "track": "Weather",
        "level": "all",
        "language": "en; nb",
        "tags": "winter",
        "speakers": "Inga Frost; Odd Hale",
        "video": "https://video.example.org/1; https://video.example.org/2",
        "slides": "https://slides.example.org/1",
        "starred": "true",
    }


def test_a_missing_field_is_an_empty_cell() -> None:
    assert {name: cell for name, cell in row(BARE).items() if cell} == {
        "id": "bare.md",
        "title": "Bare",
        "kind": "talk",
        "end_source": "unknown",
        "whole_venue": "false",
        "starred": "false",
    }


@pytest.mark.parametrize("session", [FULL, BARE], ids=["full", "bare"])
def test_a_cell_agrees_with_the_json(session: Session) -> None:
    (written,) = json.loads(as_json(Conference(), [session], {}))["sessions"]
    written["speakers"] = [speaker["name"] for speaker in written["speakers"]]
    assert row(session) == {
        name: "; ".join(value)
        if isinstance(value, list)
        else value or ""
        if isinstance(value, str | None)
        else json.dumps(value)
        for name, value in ((name, written[name]) for name in COLUMNS)
    }


@pytest.mark.parametrize(
    ("mark", "starred"), [(Mark.MAYBE, "true"), (Mark.SKIP, "false"), (None, "false")]
)
def test_a_maybe_is_a_star_and_a_skipped_session_has_none(mark: Mark, starred: str) -> None:
    assert row(BARE, mark)["starred"] == starred


def test_without_sessions_there_are_only_the_column_names() -> None:
    assert as_tsv([], {}) == "\t".join(COLUMNS)


def test_white_space_within_a_cell_is_one_space() -> None:
    assert row(Session(id="a", title="\tSnow\r\n and\u2028ice "))["title"] == "Snow and ice"


def test_quotes_are_not_special() -> None:
    assert row(Session(id="a", title='"Snow", he said'))["title"] == '"Snow", he said'


@given(st.lists(st.tuples(st.text(), st.text(), st.text())))
def test_any_texts_keep_the_rows_and_their_cells(texts: list[tuple[str, str, str]]) -> None:
    sessions = [
        Session(id=id, title=title, rooms=(name, title), speakers=(Speaker("a", name),))
        for id, title, name in texts
    ]
    rows = as_tsv(sessions, {}).splitlines()
    assert [line.count("\t") for line in rows] == [len(COLUMNS) - 1] * (1 + len(sessions))
