"""The schedule grid."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.grid.block import cut
    from confui.widgets.grid.grid import ScheduleGrid
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "block": ("cut",),
            "grid": ("ScheduleGrid",),
        },
    )

__all__ = ["ScheduleGrid", "cut"]
