"""The text of the detail pane."""

from confui.schedule.models import Session
from confui.schedule.plan.gaps import Fit, Gap
from confui.widgets.detail.description import describe_gap
from tests.schedule.example_conference import SATURDAY, at


def make_gap(fits: int) -> Gap:
    """Return free time into which some sessions fit."""
    sessions = tuple(Fit(Session(f"{number}", f"Talk {number}")) for number in range(fits))
    return Gap(SATURDAY, at("17 10:00"), at("17 11:00"), sessions)


def test_only_the_first_of_very_many_sessions_that_fit_are_described() -> None:
    few, many = describe_gap(make_gap(50), 40), describe_gap(make_gap(20_000), 40)
    assert len(few.targets) == len(many.targets) == 50
    assert len(many.lines) == len(few.lines) + 2
    assert many.lines[-1].plain == "and 19,950 more; ⏎ in the plan lists all"
