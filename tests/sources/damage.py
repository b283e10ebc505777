"""Damage to documents at random places: other values, missing ones, and values twice."""

import copy
from typing import Any

from hypothesis import strategies as st

_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        *("", "x", 7, None, True, [], {}, [[]], [None, "x"], {"id": {}}, {"title": []}),
        *([{"a": [{}]}], {"name": {"en": ["x"]}}, "10:00", ["10:00", "11:00"], "9" * 50),
        *({"start": "10:00"}, {"data": {"attributes": {"name": {}}}}),
    ]
)
_KEYS = st.sampled_from(["id", "title", "start", "time", "room", "talks", "rooms", "data", "next"])


def damaged(document: Any, data: st.DataObject) -> Any:
    """Return a document with one to three places damaged."""
    document = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        place: Any = document
        for _ in range(data.draw(st.integers(0, 6))):
            keys = [key for key, value in _items(place) if isinstance(value, list | dict) and value]
            if not keys:
                break
            place = place[data.draw(st.sampled_from(keys))]
        if keys := [key for key, _ in _items(place)]:
            _damage(place, data.draw(st.sampled_from(keys)), data)
    return document


def _damage(place: Any, key: Any, data: st.DataObject) -> None:
    choice = data.draw(st.integers(0, 3))
    if choice == 0:
        place[key] = copy.deepcopy(data.draw(_VALUES))
    elif choice == 1 and isinstance(place, list):
        place.append(copy.deepcopy(place[key]))
    elif choice == 2 and isinstance(place, dict):
        place[data.draw(_KEYS)] = copy.deepcopy(data.draw(_VALUES))
    else:
        del place[key]


def _items(place: Any) -> list[tuple[Any, Any]]:
    return [*place.items()] if isinstance(place, dict) else [*enumerate(place)]
