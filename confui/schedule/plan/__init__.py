"""The attendee's plan: bookmarked sessions in order, overlaps, free time, changes."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.plan.changes import (
        CANCELLED,
        describe_changes,
        differs_in_calendar,
        with_new_snapshot,
    )
    from confui.schedule.plan.gaps import Fit, Gap, busy_sessions, candidates
    from confui.schedule.plan.plan import (
        Overlap,
        Plan,
        PlanDay,
        PlanItem,
        find_overlaps,
        plan_of,
        unseen_changes,
    )
    from confui.schedule.plan.plan_notes import (
        Topic,
        free_hours,
        free_time,
        notes_on,
        sessions_that_fit,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "changes": (
                "CANCELLED",
                "describe_changes",
                "differs_in_calendar",
                "with_new_snapshot",
            ),
            "gaps": ("Fit", "Gap", "busy_sessions", "candidates"),
            "plan": (
                "Overlap",
                "Plan",
                "PlanDay",
                "PlanItem",
                "find_overlaps",
                "plan_of",
                "unseen_changes",
            ),
            "plan_notes": ("Topic", "free_hours", "free_time", "notes_on", "sessions_that_fit"),
        },
    )

__all__ = [
    "CANCELLED",
    "Fit",
    "Gap",
    "Overlap",
    "Plan",
    "PlanDay",
    "PlanItem",
    "Topic",
    "busy_sessions",
    "candidates",
    "describe_changes",
    "differs_in_calendar",
    "find_overlaps",
    "free_hours",
    "free_time",
    "notes_on",
    "plan_of",
    "sessions_that_fit",
    "unseen_changes",
    "with_new_snapshot",
]
