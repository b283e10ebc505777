"""Export and import of bookmarks as JSON, also of damaged and hostile files."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.bookmark import Bookmark, Mark
from confui.text import clean, is_clean
from confui.userdata.bookmark_files.bookmarks_json import (
    MAX_IMPORT_BYTES,
    NotReadableError,
    bookmarks_to_json,
    read_bookmarks_json,
)
from tests.examples import short_or_long

NOW = datetime(2031, 5, 17, 12, 0, tzinfo=UTC)
STAR = Bookmark(
    session="talks/snow.md",
    mark=Mark.MUST,
    note="Bring skis.\n\n- wax",
    title="Snow",
    start=datetime(2031, 5, 17, 9, 5),
    end=datetime(2031, 5, 17, 9, 50),
    rooms=("Aurora Hall", "Birch Room"),
    marked_at=datetime(2031, 4, 1, 9, 30, 0, 123456, tzinfo=UTC),
    noted_at=datetime(2031, 4, 2, 9, 30, tzinfo=UTC),
    inferred=True,
    sequence=3,
    gone=True,
    keys=("guid:4711", "page:talks/snow"),
    known_as="talks/ice.md",
    ruled_out=("talks/slush.md", "talks/hail.md"),
)
TALE = Bookmark("talks/tale.md", None, "Later.", "", None, None, (), None, NOW)
TOMBSTONE = Bookmark("talks/gone.md", None, "", "Gone", None, None, (), NOW)

TEXT = st.text().map(clean)
IDS = TEXT.filter(bool)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1))
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))


@st.composite
def bookmarks(draw: st.DrawFn) -> Bookmark:
    start = draw(st.none() | MOMENTS)
    length = st.timedeltas(timedelta(seconds=1), timedelta(days=9))
    return Bookmark(
        session=draw(IDS),
        mark=draw(st.sampled_from(Mark)),
        note=draw(st.text().map(lambda text: clean(text, multiline=True))),
        title=draw(TEXT),
        start=start,
        end=draw(st.none() | length.map(lambda more: start + more)) if start else None,
        rooms=tuple(draw(st.lists(IDS))),
        marked_at=draw(st.none() | INSTANTS),
        noted_at=draw(st.none() | INSTANTS),
        inferred=draw(st.booleans()),
        sequence=draw(st.integers(0, 999_999)),
        gone=draw(st.booleans()),
        keys=tuple(draw(st.lists(IDS))),
        known_as=draw(TEXT.map("former {}.".format)),
        ruled_out=tuple(draw(st.lists(IDS))),
    )


def document(*rows: object, **fields: object) -> bytes:
    """Return a file with some rows, and with other fields than usual."""
    conference = {"id": "pynorth-2031", "title": "PyNorth 2031"}
    usual = {"confui": "bookmarks", "format": 1, "conference": conference, "bookmarks": rows}
    return json.dumps({**usual, **fields}).encode()


def read(*rows: object) -> tuple[Bookmark, ...]:
    (shared,) = read_bookmarks_json(document(*rows), NOW).shared
    return shared.bookmarks


def only(**fields: object) -> Bookmark:
    """Return what is read of a row with these fields."""
    (found,) = read({"session": "a", "mark": "must", **fields})
    return found


def test_a_file_has_kind_format_and_conference_before_the_bookmarks() -> None:
    told = json.loads(bookmarks_to_json("pynorth-2031", "PyNorth 2031", [STAR]))
    assert told == {
        "confui": "bookmarks",
        "format": 1,
        "conference": {"id": "pynorth-2031", "title": "PyNorth 2031"},
        "bookmarks": [
            {
                "session": "talks/snow.md",
                "mark": "must",
                "note": "Bring skis.\n\n- wax",
                "title": "Snow",
                "start": "2031-05-17T09:05:00",
                "end": "2031-05-17T09:50:00",
                "inferred": True,
                "rooms": ["Aurora Hall", "Birch Room"],
                "marked_at": "2031-04-01T09:30:00.123456+00:00",
                "noted_at": "2031-04-02T09:30:00+00:00",
                "sequence": 3,
                "gone": True,
                "keys": ["guid:4711", "page:talks/snow"],
                "known_as": "talks/ice.md",
                "ruled_out": ["talks/slush.md", "talks/hail.md"],
            }
        ],
    }
    assert list(told) == ["confui", "format", "conference", "bookmarks"]


def test_bookmarks_are_sorted_by_id() -> None:
    text = bookmarks_to_json("a", "A", [TALE, STAR])
    assert text == bookmarks_to_json("a", "A", [STAR, TALE])
    assert text.index("snow.md") < text.index("tale.md")
    assert text.endswith("}\n")


def test_removed_bookmarks_are_left_out() -> None:
    assert json.loads(bookmarks_to_json("a", "A", [TOMBSTONE]))["bookmarks"] == []


def test_letters_of_any_script_stay_readable() -> None:
    assert "漢字 – é" in bookmarks_to_json("a", "A", [STAR._replace(title="漢字 – é")])


@given(st.lists(bookmarks(), unique_by=lambda each: each.session), IDS, TEXT)
def test_written_bookmarks_are_read_back_unchanged(
    kept: list[Bookmark], conference: str, title: str
) -> None:
    text = bookmarks_to_json(conference, title, kept)
    incoming = read_bookmarks_json(text.encode(), NOW)
    (shared,) = incoming.shared
    assert (shared.conference, shared.title, incoming.skipped) == (conference, title, ())
    assert {each.session: each for each in shared.bookmarks} == {
        each.session: each for each in kept
    }
    assert bookmarks_to_json(conference, title, shared.bookmarks) == text


def test_a_file_without_keys_is_read() -> None:
    found = only(title="Snow")
    assert (found.keys, found.known_as, found.ruled_out) == ((), "", ())


def test_a_first_id_that_is_still_the_id_is_left_out() -> None:
    assert only(known_as="a").known_as == ""
    assert only(known_as="b\x1b").known_as == ""
    assert only(known_as="b").known_as == "b"


@given(st.text(), st.text())
def test_a_written_file_is_safe_to_print(session: str, note: str) -> None:
    text = bookmarks_to_json(session, session, [STAR._replace(session=session, note=note)])
    assert is_clean(text)
    assert json.loads(text)["bookmarks"][0]["session"] == session


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(NotReadableError) as refusal:
        read_bookmarks_json(data, NOW)
    assert is_clean(str(refusal.value))
    assert "\n" not in str(refusal.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=9,
)


@given(st.dictionaries(st.sampled_from(STAR._fields), JSON), JSON)
def test_any_bad_values_cost_only_their_bookmark(row: dict[str, object], other: object) -> None:
    incoming = read_bookmarks_json(document(row, other, {"session": "a", "mark": "must"}), NOW)
    (shared,) = incoming.shared
    assert len(shared.bookmarks) + len(incoming.skipped) == 3
    assert shared.bookmarks[-1].session == "a" or row.get("session") == "a"
    assert is_clean("".join(incoming.skipped))


@given(JSON)
def test_any_document_is_read_or_refused(document: object) -> None:
    with pytest.raises(NotReadableError):
        read_bookmarks_json(json.dumps(document).encode(), NOW)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "not JSON from line 1 on"),
        (document(STAR.session)[:-9], "not JSON from line 1 on"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"[" * 100_000, "damaged"),
        (b'{"a": ' * 100_000, "damaged"),
        (b"9" * 10_000, "damaged"),
        (b'{"conference": {}, "sessions": []}', "not a bookmark file"),
        (b"[]", "not a bookmark file"),
        (document(confui="settings"), "not a bookmark file"),
        (document(format=2), "written by a newer confui, in format 2; this one reads format 1"),
        (document(format=True), "damaged: it does not name its format"),
        (document(format=0), "damaged: it does not name its format"),
        (document(conference={}), "damaged: it does not name the conference"),
        (document(conference={"id": "\x1b"}), "damaged: it does not name the conference"),
        (document(conference=[]), "damaged: it has no conference or no list of bookmarks"),
        (document(bookmarks={}), "damaged: it has no conference or no list of bookmarks"),
        (b" " * (MAX_IMPORT_BYTES + 1), "larger than 64 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(data: bytes, part: str) -> None:
    with pytest.raises(NotReadableError, match=part):
        read_bookmarks_json(data, NOW)


def test_a_byte_order_mark_is_accepted() -> None:
    assert read_bookmarks_json(
        b"\xef\xbb\xbf" + document({"session": "a", "mark": "must"}), NOW
    ).shared


@pytest.mark.parametrize("field", [field for field in STAR._fields if field not in ("session",)])
def test_a_field_of_a_wrong_type_is_empty_and_costs_no_other(field: str) -> None:
    good = json.loads(bookmarks_to_json("a", "A", [STAR]))["bookmarks"][0]
    bad: object = 7 if field not in ("sequence",) else "7"
    (found,) = read({**good, field: bad})
    spoiled = [name for name in STAR._fields if getattr(found, name) != getattr(STAR, name)]
    assert spoiled == (["start", "end"] if field == "start" else [field])
    assert not getattr(found, field)


def test_an_unknown_mark_is_none() -> None:
    assert only(mark="perhaps", note="Hm.").mark is None


@pytest.mark.parametrize("session", [None, 7, "", "a\x1bb", "\ud800", "a\nb", " a", [], {}])
def test_a_bookmark_without_a_usable_session_id_is_reported_and_left_out(session: object) -> None:
    incoming = read_bookmarks_json(document({"session": session, "mark": "must"}), NOW)
    assert incoming.shared[0].bookmarks == ()
    assert incoming.skipped == ("bookmark 1 names no session",)


@pytest.mark.parametrize("row", [{"session": "a"}, {"session": "a", "mark": None, "note": ""}])
def test_a_bookmark_with_neither_mark_nor_note_is_reported_and_left_out(row: object) -> None:
    incoming = read_bookmarks_json(document(row), NOW)
    assert incoming.shared[0].bookmarks == ()
    assert incoming.skipped == ("bookmark 1 has neither a mark nor a note",)


def test_the_first_of_two_bookmarks_for_a_session_counts() -> None:
    rows = [{"session": "a", "mark": "maybe"}, {"session": "a", "mark": "must"}]
    incoming = read_bookmarks_json(document(*rows), NOW)
    assert [each.mark for each in incoming.shared[0].bookmarks] == [Mark.MAYBE]
    assert incoming.skipped == ("bookmark 2 is for a session that has one already",)


@pytest.mark.parametrize("written", ["2099-01-01T00:00:00+00:00", "9999-12-31T23:59:59-23:59"])
def test_a_future_instant_becomes_now_or_none(written: str) -> None:
    assert only(marked_at=written).marked_at in (NOW, None)
    assert only(marked_at="2099-01-01T00:00:00+00:00").marked_at == NOW


def test_instants_are_converted_to_utc() -> None:
    told = [only(marked_at=f"2031-04-01T{time}").marked_at for time in ("09:30Z", "11:30+02:00")]
    assert told == [datetime(2031, 4, 1, 9, 30, tzinfo=UTC)] * 2
    assert only(marked_at="2031-04-01T09:30").marked_at == told[0]
    assert only(marked_at="0001-01-01T00:00+14:00").marked_at is None


@pytest.mark.parametrize("written", ["0001-01-01T00:00", "9999-12-31T23:59", "soon", "25:00"])
def test_an_impossible_time_is_none(written: str) -> None:
    assert only(start=written).start is None


def test_an_end_before_the_start_is_none() -> None:
    assert only(start="2031-05-17T10:00", end="2031-05-17T10:00").end is None


def test_texts_are_cleaned() -> None:
    found = only(title="a\x1b[2J\nb", note="a\x1b[2J\r\nb", rooms=["a\x9b", "", 7])
    assert (found.title, found.note, found.rooms) == ("a\ufffd[2J b", "a\ufffd[2J\nb", ("a\ufffd",))


def test_very_many_rows_are_read() -> None:
    many = short_or_long(20_000, 100_000)
    document = json.loads(bookmarks_to_json("a", "A", [STAR]))
    row = json.dumps(document["bookmarks"][0])
    rows = (row.replace("snow.md", f"{number}.md", 1) for number in range(many))
    document["bookmarks"] = ["rows"]
    data = json.dumps(document).replace('"rows"', ",".join(rows))
    (shared,) = read_bookmarks_json(data.encode(), NOW).shared
    assert len(shared.bookmarks) == many
    assert shared.bookmarks[-1] == STAR._replace(session=f"talks/{many - 1}.md")
