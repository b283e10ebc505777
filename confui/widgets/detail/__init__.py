"""The detail pane: a session, or the conference, as text with links, rendered from Markdown."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.detail.conference_text import ConferenceText
    from confui.widgets.detail.linked_view import LinkedView
    from confui.widgets.detail.session_detail import SessionDetail
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "conference_text": ("ConferenceText",),
            "linked_view": ("LinkedView",),
            "session_detail": ("SessionDetail",),
        },
    )

__all__ = ["ConferenceText", "LinkedView", "SessionDetail"]
