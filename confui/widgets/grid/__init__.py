"""The schedule grid: one day, rooms across, time down."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.grid.schedule_grid import ScheduleGrid
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "schedule_grid": ("ScheduleGrid",),
        },
    )

__all__ = ["ScheduleGrid"]
