"""In what the sessions of a conference differ."""

import pytest

from confui.schedule.models import Kind, Level, Session
from confui.schedule.variety import MainFacet, Variety, find_variety

LEVEL, TRACK, KIND, ROOM = MainFacet

TALK = Session("a", "A", track="Snow", language=("en",), rooms=("Aurora",))


def test_what_all_sessions_share_is_no_variety() -> None:
    assert find_variety([TALK, TALK._replace(id="b")]) == Variety()
    assert find_variety([]) == Variety()


@pytest.mark.parametrize(
    ("other", "variety"),
    [
        (TALK._replace(level=Level.ALL), Variety(levels=True)),
        (TALK._replace(track="Ice"), Variety(tracks=True)),
        (TALK._replace(track=""), Variety(tracks=True)),
        (TALK._replace(kind=Kind.MEAL), Variety(kinds=True)),
        (TALK._replace(language=()), Variety(languages=True)),
        (TALK._replace(rooms=()), Variety(rooms=True)),
    ],
)
def test_one_other_session_makes_the_variety(other: Session, variety: Variety) -> None:
    assert find_variety([TALK, TALK, TALK, other]) == variety


def test_of_a_single_session_everything_is_said() -> None:
    assert find_variety([TALK]) == Variety(tracks=True, kinds=True, languages=True, rooms=True)


@pytest.mark.parametrize(
    ("variety", "preferred", "facet"),
    [
        (Variety(levels=True, tracks=True, kinds=True), None, LEVEL),
        (Variety(tracks=True, kinds=True, rooms=True), None, TRACK),
        (Variety(kinds=True, rooms=True), None, KIND),
        (Variety(rooms=True), None, None),
        (Variety(rooms=True), ROOM, ROOM),
        (Variety(levels=True, tracks=True), TRACK, TRACK),
        (Variety(tracks=True), LEVEL, TRACK),
    ],
)
def test_colours_show_levels_else_tracks_else_kinds_or_what_the_attendee_prefers(
    variety: Variety, preferred: MainFacet | None, facet: MainFacet | None
) -> None:
    assert variety.main_facet(preferred) is facet
