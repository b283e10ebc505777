"""The attendee's plan: starred sessions in time order, overlaps, gaps, changes."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.plan.changes import (
        CANCELLED,
        ROOM_CHANGED,
        describe_changes,
        differs_in_calendar,
        with_new_snapshot,
    )
    from confui.schedule.plan.gaps import Fit, Gap, busy_sessions, find_gaps, is_plannable
    from confui.schedule.plan.plan import (
        DayOffer,
        Overlap,
        Plan,
        PlanDay,
        PlanItem,
        PlanSessions,
        find_overlaps,
        find_unseen_changes,
        make_plan,
    )
    from confui.schedule.plan.plan_notes import (
        Topic,
        count_fitting,
        describe_gap,
        gap_time_range,
        list_notes,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "changes": (
                "CANCELLED",
                "ROOM_CHANGED",
                "describe_changes",
                "differs_in_calendar",
                "with_new_snapshot",
            ),
            "gaps": ("Fit", "Gap", "busy_sessions", "find_gaps", "is_plannable"),
            "plan": (
                "DayOffer",
                "Overlap",
                "Plan",
                "PlanDay",
                "PlanItem",
                "PlanSessions",
                "find_overlaps",
                "find_unseen_changes",
                "make_plan",
            ),
            "plan_notes": (
                "Topic",
                "count_fitting",
                "describe_gap",
                "gap_time_range",
                "list_notes",
            ),
        },
    )

__all__ = [
    "CANCELLED",
    "ROOM_CHANGED",
    "DayOffer",
    "Fit",
    "Gap",
    "Overlap",
    "Plan",
    "PlanDay",
    "PlanItem",
    "PlanSessions",
    "Topic",
    "busy_sessions",
    "count_fitting",
    "describe_changes",
    "describe_gap",
    "differs_in_calendar",
    "find_gaps",
    "find_overlaps",
    "find_unseen_changes",
    "gap_time_range",
    "is_plannable",
    "list_notes",
    "make_plan",
    "with_new_snapshot",
]
