"""The checks that need the whole schedule, for `confui check` and for the readers of sources."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.checks.checkup import check_sessions
    from confui.schedule.checks.completeness import INCOMPLETE, check_completeness
    from confui.schedule.checks.places import find_place
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "checkup": ("check_sessions",),
            "completeness": ("INCOMPLETE", "check_completeness"),
            "places": ("find_place",),
        },
    )

__all__ = ["INCOMPLETE", "check_completeness", "check_sessions", "find_place"]
