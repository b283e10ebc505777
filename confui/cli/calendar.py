"""What there is to say of calendars on standard output."""

from collections.abc import Iterable
from datetime import datetime

from confui.cli.output import complain
from confui.schedule.wording import number


def tell_untimed(starts: Iterable[datetime | None]) -> None:
    """Say how many sessions have no time, and are not in a calendar."""
    untimed = sum(start is None for start in starts)
    if untimed:
        verb = "has" if untimed == 1 else "have"
        complain(f"{number(untimed, 'session')} {verb} no time and cannot be in a calendar")
