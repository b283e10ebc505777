"""A set of sessions is a set of ids like any other."""

from collections.abc import Callable, Set
from operator import and_, or_, sub, xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.search import SessionOrder
from confui.schedule.search.session_set import SessionSet

IDS = [f"talk-{number}" for number in range(70)]
ORDER = SessionOrder.of(IDS)
SETS = st.sets(st.sampled_from(IDS)).map(frozenset)
OPERATIONS = [and_, or_, xor, sub]


@given(SETS)
def test_it_has_the_ids_that_it_was_made_of(ids: frozenset[str]) -> None:
    made = ORDER.set_of([*ids, "no such talk"])
    assert made == ids
    assert (len(made), bool(made)) == (len(ids), bool(ids))
    assert list(made) == [id for id in IDS if id in ids]
    assert {id for id in (*IDS, "", "no such talk") if id in made} == ids


@pytest.mark.parametrize("operate", OPERATIONS)
@given(one=SETS, other=SETS)
def test_operations_are_those_of_any_set(
    operate: Callable[[Set[str], Set[str]], Set[str]], one: frozenset[str], other: frozenset[str]
) -> None:
    expected = operate(one, other)
    alike, another_order = ORDER.set_of(other), SessionOrder.of(reversed(IDS)).set_of(other)
    for operand in (alike, another_order, other):
        assert operate(ORDER.set_of(one), operand) == expected
    assert operate(one, alike) == expected


@given(SETS)
def test_the_ids_are_not_asked_for_before_they_are_needed(ids: frozenset[str]) -> None:
    def refuse() -> list[str]:
        raise AssertionError("the ids were read")

    positions = {id: number for number, id in enumerate(IDS)}
    order = SessionOrder(len(IDS), refuse, positions)
    assert isinstance(order.set_of(ids) & order.all(), SessionSet)
    assert (len(order.set_of(ids)), "talk-1" in order.set_of(ids)) == (len(ids), "talk-1" in ids)
    assert order.all().isdisjoint(ids) is (not ids)
