"""Search and filters: the search field, the query bar, the lists of the filter panel."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.filters.facet_lists import FieldList, ValueList
    from confui.widgets.filters.filter_result import FilterResult
    from confui.widgets.filters.query_bar import (
        NO_WAY_OUT,
        SEARCHING_TEXTS,
        QueryBar,
        ways_out,
    )
    from confui.widgets.filters.search_field import SearchField
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "facet_lists": ("FieldList", "ValueList"),
            "filter_result": ("FilterResult",),
            "query_bar": ("NO_WAY_OUT", "SEARCHING_TEXTS", "QueryBar", "ways_out"),
            "search_field": ("SearchField",),
        },
    )

__all__ = [
    "NO_WAY_OUT",
    "SEARCHING_TEXTS",
    "FieldList",
    "FilterResult",
    "QueryBar",
    "SearchField",
    "ValueList",
    "ways_out",
]
