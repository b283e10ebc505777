"""The lists: agenda, people, plan, conferences, and lists to choose from."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.widgets.lists.choice_list import ChoiceList
    from confui.widgets.lists.conference_list import ConferenceChoice, ConferenceList
    from confui.widgets.lists.directory_list import DirectoryList
    from confui.widgets.lists.now_list import NowList
    from confui.widgets.lists.plan_list import PlanList
    from confui.widgets.lists.session_list import SessionList
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "choice_list": ("ChoiceList",),
            "conference_list": ("ConferenceChoice", "ConferenceList"),
            "directory_list": ("DirectoryList",),
            "now_list": ("NowList",),
            "plan_list": ("PlanList",),
            "session_list": ("SessionList",),
        },
    )

__all__ = [
    "ChoiceList",
    "ConferenceChoice",
    "ConferenceList",
    "DirectoryList",
    "NowList",
    "PlanList",
    "SessionList",
]
