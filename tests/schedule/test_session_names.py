"""What an attendee may call a session."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Session
from confui.schedule.session_names import find_named, short_names

TALKS = (
    Session("talks/2031-05-17-t1-snow-on-the-line.md", "Snow on the Line"),
    Session("talks/2031-05-17-t2-snow-and-ice.md", "Snow and Ice"),
    Session("1c79-98f5", "Callee-Saved Registers", keys=("code:6210", "page:2031/event/registers")),
    Session("1c79-ffff", "Rust in the Kernel", keys=("code:6211", "page:2031/event/rust-kernel")),
)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("1c79-98f5", ["Callee-Saved Registers"]),
        ("6210", ["Callee-Saved Registers"]),
        ("621", ["Callee-Saved Registers", "Rust in the Kernel"]),
        ("callee-saved", ["Callee-Saved Registers"]),
        ("saved CALLEE", ["Callee-Saved Registers"]),
        ("snow-on", ["Snow on the Line"]),
        ("talks/2031-05-17-t2-snow-and-ice.md", ["Snow and Ice"]),
        ("snow", ["Snow on the Line", "Snow and Ice"]),
        ("rust-k", ["Rust in the Kernel"]),
        ("hail", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_session_is_found_by_id_code_address_and_title(text: str, titles: list[str]) -> None:
    assert [session.title for session in find_named(TALKS, text)] == titles


def test_the_short_name_is_a_code_else_the_first_words() -> None:
    assert [*short_names(TALKS).values()] == ["snow-on", "snow-and", "6210", "6211"]


IDS = st.lists(st.text("ab1-_/. ", min_size=1, max_size=12), unique_by=str.casefold, max_size=8)


@given(IDS)
def test_a_short_name_finds_its_session_and_no_other(ids: list[str]) -> None:
    sessions = [Session(id, "") for id in ids if id.strip() == id]
    for id, name in short_names(sessions).items():
        assert [session.id for session in find_named(sessions, name)] == [id]
