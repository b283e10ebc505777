"""An attendee's plan as Markdown, to print before the conference."""

from collections.abc import Iterator

from confui.export.markdown_escape import escape_markdown_text, markdown_quotation
from confui.export.sessions_markdown import heading, links
from confui.schedule import wording
from confui.schedule.plan import Gap, Plan, PlanItem, describe_gap, gap_time_range, list_notes


def as_plan_markdown(conference_title: str, plan: Plan) -> str:
    """Return a plan with a heading for each day; empty if nothing is starred."""
    if not plan.items:
        return ""
    return "\n\n".join([f"# {escape_markdown_text(conference_title)}: my plan", *_blocks(plan)])


def _blocks(plan: Plan) -> Iterator[str]:
    for day in plan.days:
        yield f"## {wording.long_day(day.day)}"
        if not any(isinstance(entry, PlanItem) for entry in day.entries):
            yield "*nothing starred*"
            continue
        for entry in day.entries:
            if isinstance(entry, Gap):
                yield f"*{gap_time_range(entry)}: {describe_gap(entry)}*"
            else:
                yield from _item(entry)


def _item(item: PlanItem) -> Iterator[str]:
    session = item.session
    yield heading(session, item.bookmark)
    facts = (
        escape_markdown_text(wording.room_names(session)),
        escape_markdown_text(wording.speaker_names(session)),
    )
    yield " · ".join(filter(None, (wording.time_range(session), *facts, *links(session))))
    if notes := "\n".join(f"- {escape_markdown_text(note.text)}" for note in list_notes(item)):
        yield notes
    if item.bookmark.note.strip():
        yield markdown_quotation(item.bookmark.note)
