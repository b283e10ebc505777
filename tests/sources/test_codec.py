import json
import os
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import (
    Building,
    Conference,
    EndSource,
    Kind,
    Level,
    Link,
    Problem,
    Session,
    Severity,
    Speaker,
    Track,
    Walk,
)
from confui.sources.codec import decode_stored, from_json, to_json
from confui.sources.columns import PackedTexts, decode_sessions, encode_sessions
from confui.sources.opening import open_conference
from confui.sources.stored_sessions import MISSING, SnapshotFile
from confui.text import clean

CONFERENCES = Path(__file__).parents[2].parent / "shared" / "conferences"
PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"

words = st.text(max_size=12).map(clean)
prose = (
    st.text() | st.sampled_from(["C:\\users\\new", '"\\u001b"', "\\", "a\nb", "\t|", "👩‍👧"])
).map(lambda text: clean(text, multiline=True))
trees: st.SearchStrategy[Any] = st.recursive(
    prose,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(words, below, max_size=3),
    max_leaves=4,
)
extra = st.dictionaries(words, trees, max_size=2)
times = st.none() | st.datetimes()


def several(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=2).map(tuple)


links = st.builds(Link, words, words)
problems = st.builds(
    Problem, st.sampled_from(Severity), words, words, st.integers(min_value=0), words, words
)
speakers = st.builds(
    Speaker, words, words, bio=prose, company=words, role=words, links=several(links), extra=extra
)
sessions = st.builds(
    Session,
    words,
    words,
    subtitle=words,
    kind=st.sampled_from(Kind),
    kind_label=words,
    start=times,
    end=times,
    end_source=st.sampled_from(EndSource),
    utc_offset=st.none() | st.integers(-840, 840),
    day=st.none() | st.dates(),
    rooms=several(words),
    whole_venue=st.booleans(),
    slot=words,
    track=words,
    level=st.none() | st.sampled_from(Level),
    level_label=words,
    language=several(words),
    tags=several(words),
    speakers=several(speakers),
    abstract=prose,
    body=prose,
    video=several(words),
    slides=several(words),
    links=several(links),
    visible=st.booleans(),
    line=st.integers(0),
    keys=several(words),
    extra=extra,
)
conferences = st.builds(
    Conference,
    id=words,
    title=words,
    timezone=words,
    day_change=st.times(),
    url=words,
    days=several(st.dates()),
    rooms=several(words),
    sessions=several(sessions),
    problems=several(problems),
    source=words,
    tracks=several(st.builds(Track, words, words)),
    links=several(links),
    buildings=several(st.builds(Building, words, several(words))),
    walks=several(st.builds(Walk, words, words, st.integers(0, 99))),
)


@given(conferences)
def test_every_conference_survives_the_round_trip(conference: Conference) -> None:
    text = to_json(conference)
    assert "\n" not in text
    assert from_json(text) == conference


def test_a_copy_of_a_version_that_knew_no_buildings_is_read() -> None:
    conference = Conference(title="Snow Days", rooms=("Aurora",))
    fields = json.loads(to_json(conference))
    assert from_json(json.dumps(fields[:10])) == conference


@pytest.mark.parametrize(
    "folder",
    [PYNORTH, CONFERENCES / "djangocon-us-2017", CONFERENCES / "djangocon-us-2024"],
    ids=lambda folder: folder.name,
)
def test_a_real_conference_survives_the_round_trip(folder: Path) -> None:
    if not folder.exists():
        pytest.skip("needs the shared conferences")
    conference = open_conference(folder)
    assert conference.sessions
    assert from_json(to_json(conference)) == conference


def test_enum_values_come_back_as_enum_members() -> None:
    session = Session("a", "A", kind=Kind.MEAL, level=Level.ALL)
    (back,) = from_json(to_json(Conference(sessions=(session,)))).sessions
    assert back.kind is Kind.MEAL
    assert back.level is Level.ALL


FULL = Conference(
    day_change=time(4),
    days=(date(2031, 5, 17),),
    sessions=(Session("a", "A", start=datetime(2031, 5, 17, 9), extra={"key": "value"}),),
)


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        pytest.param('"a","A"', '"a"', id="a value is missing"),
        pytest.param('"a","A"', '"a","A","B"', id="a value too many"),
        pytest.param('"a","A"', '"a",7', id="a number for a text"),
        pytest.param('"a","A"', '"a",null', id="nothing for a text"),
        pytest.param('"talk"', '"opera"', id="a kind that does not exist"),
        pytest.param('"talk"', "[]", id="a list for a kind"),
        pytest.param('"2031-05-17T09:00:00"', '"yesterday"', id="a word for a time"),
        pytest.param('"2031-05-17T09:00:00"', "1937206800", id="a number for a time"),
        pytest.param('"2031-05-17T09:00:00"', '"2031-05-17T09:00:00Z"', id="a time with a zone"),
        pytest.param('["2031-05-17"]', '"2031-05-17"', id="a text for a list"),
        pytest.param('["2031-05-17"]', '{"2031-05-17":""}', id="a map for a list"),
        pytest.param('["2031-05-17"]', '["2031-05-17T09:00"]', id="a time for a day"),
        pytest.param("true", "1", id="a number for a truth"),
        pytest.param('{"key":"value"}', '["key"]', id="a list for a map"),
        pytest.param('{"key":"value"}', '{"key":[1]}', id="a number in a map"),
        pytest.param('"A"', '"\\u001b[2J"', id="a control character as an escape"),
        pytest.param('"A"', '"\\b"', id="a backspace as an escape"),
        pytest.param('"A"', '"\\\\\\u202e"', id="an escape behind a backslash"),
        pytest.param('"A"', '"\u202e"', id="a direction override"),
        pytest.param('"A"', '"\x9b2J"', id="a control character"),
    ],
)
def test_values_outside_the_model_are_refused(written: str, forged: str) -> None:
    text = to_json(FULL)
    assert written in text
    assert from_json(text) == FULL
    with pytest.raises(ValueError):
        from_json(text.replace(written, forged, 1))


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", '"x"', "{}", "NaN", "9" * 5000, "[" * 200_000, '{"a":' * 200_000],
    ids=lambda text: text[:8] or "nothing",
)
def test_json_that_is_not_a_conference_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@given(st.text() | json_values.map(lambda value: json.dumps(value, ensure_ascii=False)))
def test_any_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_json(text)


@given(st.data())
def test_a_forged_value_is_refused_or_has_the_type_of_the_model(
    data: st.DataObject,
) -> None:
    values = json.loads(to_json(FULL))
    place = data.draw(st.sampled_from([values, values[7][0]]))
    place[data.draw(st.integers(0, len(place) - 1))] = data.draw(json_values)
    try:
        conference = from_json(json.dumps(values, ensure_ascii=False, separators=(",", ":")))
    except ValueError:
        return
    assert from_json(to_json(conference)) == conference


def through_columns(line: str, texts: bytes | bytearray) -> list[Session]:
    """Return what is read from encoded sessions, whose texts are in a file."""
    with TemporaryFile() as file:
        file.write(b"before" + texts)
        file.flush()
        open_file = SnapshotFile(os.dup(file.fileno()), decode_stored, Conference)
    return decode_sessions(line, open_file, len("before"))


@given(several(sessions))
def test_sessions_survive_the_columns(sessions: tuple[Session, ...]) -> None:
    texts = PackedTexts()
    line = encode_sessions(sessions, texts)
    assert "\n" not in line
    stored = through_columns(line, texts.content)
    assert tuple(stored) == sessions
    again = PackedTexts()
    assert (encode_sessions(stored, again), again.content) == (line, texts.content)


@given(st.data())
def test_forged_columns_are_refused_or_have_the_types_of_the_model(data: st.DataObject) -> None:
    people = (Speaker("n", "Nanuq", bio="Lives on ice."), Speaker("s", "Sedna"))
    several = [FULL.sessions[0]._replace(id=f"{n}", speakers=people[: n % 3]) for n in range(5)]
    texts = PackedTexts()
    tables = json.loads(encode_sessions(several, texts))
    column = data.draw(st.sampled_from(data.draw(st.sampled_from(tables))))
    place = data.draw(st.sampled_from([tables[0], tables[1], column, column[0], column[-1]]))
    if place:
        place[data.draw(st.integers(0, len(place) - 1))] = data.draw(json_values)
    try:
        line = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
        stored = through_columns(line, texts.content)
    except ValueError:
        return
    written = Conference(sessions=tuple(map(read_texts, stored)))
    assert from_json(to_json(written)) == written


def read_texts(stored: Session) -> Session:
    """Return a session with all its texts, also those of its speakers, in memory."""
    session = Session(*(getattr(stored, name) for name in Session._fields))
    people = [Speaker(*(getattr(each, n) for n in Speaker._fields)) for each in session.speakers]
    return session._replace(speakers=tuple(people))


def test_a_conference_with_a_damaged_text_can_be_written_all_the_same() -> None:
    people = (Speaker("n", "Nanuq", bio="Lives on ice."), Speaker("s", "Sedna", bio="Swims."))
    texts = PackedTexts()
    line = encode_sessions([FULL.sessions[0]._replace(speakers=people)], texts)
    stored = through_columns(line, texts.content.replace(b"Lives", b"Loves"))
    (session,) = from_json(to_json(Conference(sessions=tuple(stored)))).sessions
    assert [speaker.bio for speaker in session.speakers] == [MISSING, "Swims."]
