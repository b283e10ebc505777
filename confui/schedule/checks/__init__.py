"""The checks of `confui check` that need the whole schedule."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.checks.checkup import check_sessions
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "checkup": ("check_sessions",),
        },
    )

__all__ = ["check_sessions"]
