"""An attendee's plan as Markdown: on paper for the days of the conference."""

from collections.abc import Iterator

from confui.export.markdown import heading, links
from confui.export.markdown_text import as_quotation, as_text
from confui.schedule import wording
from confui.schedule.gaps import Gap
from confui.schedule.plan import Item, Plan
from confui.schedule.remarks import free_hours, free_time, remarks


def as_plan_markdown(conference_title: str, plan: Plan) -> str:
    """Return a plan under a heading for each day; no text where nothing is starred."""
    if not plan.items:
        return ""
    return "\n\n".join([f"# {as_text(conference_title)}: my plan", *_blocks(plan)])


def _blocks(plan: Plan) -> Iterator[str]:
    for day in plan.days:
        yield f"## {wording.long_day(day.day)}"
        if not any(isinstance(entry, Item) for entry in day.entries):
            yield "*nothing starred*"
            continue
        for entry in day.entries:
            if isinstance(entry, Gap):
                yield f"*{free_hours(entry)}: {free_time(entry)}*"
            else:
                yield from _item(entry)


def _item(item: Item) -> Iterator[str]:
    session = item.session
    yield heading(session, item.bookmark)
    facts = (as_text(wording.where(session)), as_text(wording.speakers(session)))
    yield " · ".join(filter(None, (wording.hours(session), *facts, *links(session))))
    if told := "\n".join(f"- {as_text(remark.text)}" for remark in remarks(item)):
        yield told
    if item.bookmark.note.strip():
        yield as_quotation(item.bookmark.note)
