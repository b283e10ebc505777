"""The bars around the views: headline, day tabs, key bar, separator."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.bars.day_tabs import DayTabs
    from confui.widgets.bars.headline import Headline
    from confui.widgets.bars.key_bar import KeyBar, ShowMessage
    from confui.widgets.bars.separator import Separator
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "day_tabs": ("DayTabs",),
            "headline": ("Headline",),
            "key_bar": ("KeyBar", "ShowMessage"),
            "separator": ("Separator",),
        },
    )

__all__ = ["DayTabs", "Headline", "KeyBar", "Separator", "ShowMessage"]
