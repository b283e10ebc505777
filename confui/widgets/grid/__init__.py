"""The schedule grid of one day: rooms across and time down, or turned."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.grid.grid_view import GridView
    from confui.widgets.grid.schedule_grid import ScheduleGrid
    from confui.widgets.grid.turned_grid import TurnedGrid
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "grid_view": ("GridView",),
            "schedule_grid": ("ScheduleGrid",),
            "turned_grid": ("TurnedGrid",),
        },
    )

__all__ = ["GridView", "ScheduleGrid", "TurnedGrid"]
