"""Answers of web APIs: pages of a list, and objects that refer to others beside the list."""

from collections.abc import Iterator

from confui.sources.formats.event_parts import Item
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import is_empty


def open_answer(values: RawValue) -> RawValue:
    """Return the objects of JSON:API with their attributes and related objects in them.

    Other documents are returned as they are.
    """
    if not isinstance(values, dict) or not isinstance(values.get("included", ""), list):
        return values
    listed = values.get("data", "")
    if not isinstance(listed, list):
        return values
    included = {_identify(item): _flatten(item, {}) for item in _objects(values["included"])}
    opened: list[RawValue] = [_flatten(item, included) for item in _objects(listed)]
    return {**values, "data": opened, "included": ""}


def describe_missing_pages(values: RawValue) -> tuple[str, str, str] | None:
    """Return code, message and fix of the problem that pages are missing; None if none are."""
    pages = [*_pages(values)]
    if not pages:
        return None
    here = sum(len(listed) for _, listed in pages)
    counts = [int(count) for page, _ in pages if (count := _count(page)).isdecimal()]
    if counts and max(counts) <= here:
        return None
    if not counts and not all(_has_next(page) for page, _ in pages):
        return None
    if not counts or len(pages) == 1:
        total = f" of {max(counts):,}" if counts else ""
        message = f"The file is one page of several: {here:,}{total} entries are here"
    else:
        message = f"Pages are missing: {here:,} of {max(counts):,} entries are here"
    return (
        "more-pages",
        message,
        "Put the files of all pages into one folder and open it, or use another export.",
    )


def is_page(values: RawValue) -> bool:
    """Whether a document is one page of a list, with a link to the next or the previous one."""
    return any(
        not is_empty(page.get("next", "")) or not is_empty(page.get("previous", ""))
        for page, _ in _pages(values)
    )


def _pages(values: RawValue) -> Iterator[tuple[Item, list[RawValue]]]:
    """Yield each page in a document that consists of pages, with its entries."""
    for page in _objects(values if isinstance(values, list) else [values]):
        listed = page.get("results", page.get("data", page.get("items", "")))
        if isinstance(listed, list) and (_count(page) or _has_next(page)):
            yield page, listed


def _count(page: Item) -> str:
    """Return how many entries all pages have together, as written; empty if it is not."""
    meta = page.get("meta", "")
    pagination = meta.get("pagination", "") if isinstance(meta, dict) else ""
    for place, key in ((page, "count"), (pagination, "total")):
        count = place.get(key, "") if isinstance(place, dict) else ""
        if isinstance(count, str) and count and ("next" in page or place is not page):
            return count
    return ""


def _has_next(page: Item) -> bool:
    links = page.get("links", "")
    inside = links.get("next", "") if isinstance(links, dict) else ""
    written = (inside, *(page.get(key, "") for key in ("next", "nextPageToken")))
    return not all(map(is_empty, written))


def _identify(item: Item) -> tuple[str, str]:
    return str(item.get("type", "")), str(item.get("id", ""))


def _flatten(item: Item, included: dict[tuple[str, str], Item]) -> Item:
    """Return an object with its attributes, and the related objects that are included."""
    attributes, relations = item.get("attributes", ""), item.get("relationships", "")
    related: Item = {}
    for name, relation in relations.items() if isinstance(relations, dict) else ():
        data = relation.get("data", "") if isinstance(relation, dict) else ""
        if isinstance(data, list):
            related[name] = [included.get(_identify(each), each) for each in _objects(data)]
        elif isinstance(data, dict):
            related[name] = included.get(_identify(data), data)
    rest = {k: v for k, v in item.items() if k not in ("attributes", "relationships", "type")}
    return {**rest, **(attributes if isinstance(attributes, dict) else {}), **related}


def _objects(values: RawValue) -> list[Item]:
    return [item for item in values if isinstance(item, dict)] if isinstance(values, list) else []
