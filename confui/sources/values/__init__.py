"""Values that all readers share, parsed tolerantly: dates, levels, kinds, people, links."""

__all__ = [
    "conference_fields",
    "dates",
    "day_order",
    "fields",
    "identity",
    "kinds",
    "levels",
    "links",
    "people",
    "session_times",
    "synonyms",
    "titles",
    "tracks",
    "visibility",
]
