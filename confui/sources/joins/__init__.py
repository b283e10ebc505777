"""Joins programmes that are published in parts: sessions, slots, rooms and speakers."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.joins.anywhere import NamedSlot, find_named_slots
    from confui.sources.joins.join import Joined, Parts, join_parts
    from confui.sources.joins.shapes import FILE_STEMS, MAIN_STEM
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "anywhere": ("NamedSlot", "find_named_slots"),
            "join": ("Joined", "Parts", "join_parts"),
            "shapes": ("FILE_STEMS", "MAIN_STEM"),
        },
    )

__all__ = [
    "FILE_STEMS",
    "MAIN_STEM",
    "Joined",
    "NamedSlot",
    "Parts",
    "find_named_slots",
    "join_parts",
]
