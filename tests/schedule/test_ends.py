from datetime import date, datetime, timedelta

import pytest

from confui.schedule.ends import USUAL_MINUTES, infer_ends
from confui.schedule.models import EndSource, Kind, Session
from tests.ratios import ratio

DAY = date(2031, 5, 17)


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time())


def session(
    name: str,
    start: str = "10:00",
    *rooms: str,
    kind: Kind = Kind.TALK,
    end: str = "",
    whole_venue: bool = False,
    visible: bool = True,
) -> Session:
    return Session(
        id=name,
        title=name,
        kind=kind,
        start=at(start),
        end=at(end) if end else None,
        end_source=EndSource.GIVEN if end else EndSource.UNKNOWN,
        day=DAY,
        rooms=rooms,
        whole_venue=whole_venue,
        visible=visible,
    )


def ends(*sessions: Session) -> dict[str, str]:
    return {each.id: f"{each.end:%H:%M}" if each.end else "" for each in infer_ends(sessions)}


def test_a_missing_end_is_inferred_from_the_next_start_in_the_room() -> None:
    first, _ = infer_ends([session("a", "10:00", "Aurora"), session("b", "10:20", "Aurora")])
    assert first.end == at("10:20")
    assert first.end_source is EndSource.INFERRED


def test_a_start_in_another_room_does_not_end_a_session() -> None:
    assert ends(session("a", "10:00", "Aurora"), session("b", "10:20", "Birch"))["a"] == "10:45"


def test_a_whole_venue_session_ends_the_sessions_in_rooms() -> None:
    lunch = session("lunch", "10:30", kind=Kind.MEAL, whole_venue=True)
    assert ends(session("a", "10:00", "Aurora"), lunch)["a"] == "10:30"


def test_the_earliest_of_several_rooms_decides() -> None:
    shared = session("shared", "10:00", "Aurora", "Birch")
    found = ends(shared, session("b", "10:40", "Aurora"), session("c", "10:25", "Birch"))
    assert found["shared"] == "10:25"


def test_sessions_with_the_same_start_do_not_end_one_another() -> None:
    assert ends(session("a", "10:00", "Aurora"), session("b", "10:00", "Aurora")) == {
        "a": "10:45",
        "b": "10:45",
    }


@pytest.mark.parametrize("kind", Kind)
def test_no_session_becomes_longer_than_its_kind_usually_is(kind: Kind) -> None:
    (alone,) = infer_ends([session("a", "08:00", "Aurora", kind=kind)])
    assert alone.minutes == USUAL_MINUTES[kind]


def test_a_whole_venue_session_ends_at_the_next_start_in_any_room() -> None:
    keynote = session("keynote", "09:00", "Aurora", kind=Kind.KEYNOTE, whole_venue=True)
    assert ends(keynote, session("a", "09:40", "Birch"))["keynote"] == "09:40"


def test_a_session_without_a_room_ends_nothing_and_only_whole_venue_sessions_end_it() -> None:
    walk = session("walk", "10:00")
    assert ends(walk, session("a", "10:10", "Aurora"))["walk"] == "10:45"
    assert ends(walk, session("all", "10:10", whole_venue=True))["walk"] == "10:10"
    assert ends(session("all", "10:00", whole_venue=True), session("walk", "10:10"))["all"] == (
        "10:45"
    )


@pytest.mark.parametrize("kind", [Kind.TUTORIAL, Kind.WORKSHOP, Kind.SPRINT])
def test_a_break_does_not_end_tutorials_workshops_and_sprints(kind: Kind) -> None:
    lesson = session("lesson", "09:00", "Aurora", kind=kind)
    pause = session("pause", "10:30", kind=Kind.BREAK, whole_venue=True)
    lunch = session("lunch", "11:30", kind=Kind.MEAL, whole_venue=True)
    assert ends(lesson, pause, lunch)["lesson"] == "11:30"


def test_a_break_ends_a_talk() -> None:
    pause = session("pause", "10:15", kind=Kind.BREAK, whole_venue=True)
    assert ends(session("a", "10:00", "Aurora"), pause)["a"] == "10:15"


def test_a_hidden_session_ends_no_other_but_gets_an_end() -> None:
    hidden = session("hidden", "10:20", "Aurora", visible=False)
    later = session("later", "10:40", "Aurora")
    assert ends(session("a", "10:00", "Aurora"), hidden, later) == {
        "a": "10:40",
        "hidden": "10:40",
        "later": "11:25",
    }


def test_the_next_conference_day_ends_nothing() -> None:
    late = session("late", "23:50", "Aurora")
    after_midnight = Session(
        id="owls", title="owls", start=at("00:10", date(2031, 5, 18)), day=DAY, rooms=("Aurora",)
    )
    next_day = Session(
        id="next",
        title="next",
        start=at("00:05", date(2031, 5, 18)),
        day=date(2031, 5, 18),
        rooms=("Aurora",),
    )
    assert ends(late, after_midnight, next_day)["late"] == "00:10"


def test_a_given_end_stays() -> None:
    given = session("a", "10:00", "Aurora", end="12:00")
    assert infer_ends([given, session("b", "10:20", "Aurora")])[0] is given


@pytest.mark.parametrize("end", ["10:00", "09:00"])
def test_an_end_that_is_not_after_the_start_counts_as_missing(end: str) -> None:
    (fixed,) = infer_ends([session("a", "10:00", "Aurora", end=end)])
    assert (fixed.end, fixed.end_source) == (at("10:45"), EndSource.INFERRED)


def test_a_session_without_a_start_does_not_change() -> None:
    untimed = Session(id="poster", title="Poster")
    assert infer_ends([untimed]) == (untimed,)


def test_the_order_is_kept() -> None:
    sessions = [session("b", "12:00", "Aurora"), Session("u", "u"), session("a", "10:00", "Aurora")]
    assert [each.id for each in infer_ends(sessions)] == ["b", "u", "a"]


def test_the_work_grows_with_the_sessions_and_not_with_their_square() -> None:
    def many(count: int) -> list[Session]:
        return [
            Session(
                id=str(number),
                title="",
                start=at("08:00") + timedelta(minutes=number % 600),
                day=DAY,
                rooms=("Aurora",) if number % 3 else (),
                whole_venue=number % 3 == 0,
            )
            for number in range(count)
        ]

    few, more = many(1_000), many(16_000)
    bound = 16 * 6
    assert ratio(lambda: infer_ends(more), lambda: infer_ends(few), enough=bound) < bound
