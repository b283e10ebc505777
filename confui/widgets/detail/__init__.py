"""The detail pane: one session, with its Markdown."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.detail.description import Target
    from confui.widgets.detail.detail import SessionDetail
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "description": ("Target",),
            "detail": ("SessionDetail",),
        },
    )

__all__ = ["SessionDetail", "Target"]
