"""All actions that have keys, and the check of keys that the attendee gives to them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages

from textual.app import App
from textual.binding import Binding
from textual.keys import Keys
from textual.widget import Widget

from confui import screens, widgets
from confui.text import quote
from confui.textual_workarounds import name_ascii_keys

_QUIT = "app.quit"


def all_actions() -> dict[str, Binding]:
    """Return the bindings of all screens and widgets by their ids, sorted."""
    import_module("confui.app")
    for package in (screens, widgets):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    found = {each.id: each for bindings in _bindings_by_class() for each in bindings if each.id}
    return dict(sorted(found.items()))


def check_keys(keys: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the keys that can be used, by the id of the action, and what is wrong with others.

    Whatever the keys are, something still quits.
    """
    actions, mistakes = all_actions(), []
    usable: dict[str, str] = {}
    for id, written in keys.items():
        unknown = [key for key in written.split(",") if not _is_key(key)]
        if id not in actions:
            mistakes.append(f"There is no action {quote(id)}{_suggest(id, actions)}")
        elif unknown:
            mistakes.append(f"There is no key {quote(unknown[0])}, which {id} shall have")
        else:
            usable[id] = written
    taken = {key for id, written in usable.items() if id != _QUIT for key in written.split(",")}
    ways_out = set(usable.get(_QUIT, actions[_QUIT].key).split(","))
    if ways_out <= taken:
        takers = [id for id, written in usable.items() if ways_out & set(written.split(","))]
        mistakes.append(f"{takers[0]} cannot have the only key that quits")
        usable.pop(takers[0])
    return usable, [*mistakes, *_find_losers(usable)]


def _find_losers(keys: Mapping[str, str]) -> Iterator[str]:
    """Yield which keys are taken from other actions of the same screen or widget."""
    for bindings in _bindings_by_class():
        for taker in bindings:
            for other in bindings:
                if other.id in keys:
                    continue
                for key in set(keys.get(taker.id or "", "").split(",")) & set(other.key.split(",")):
                    yield f"{taker.id} takes the key {key} from {other.id}"


def _bindings_by_class() -> Iterator[list[Binding]]:
    """Yield the bindings of each class of ours that has some."""
    classes: list[type] = [App, Widget]
    while classes:
        each = classes.pop()
        classes += each.__subclasses__()
        if each.__module__.startswith("confui."):
            declared = vars(each).get("BINDINGS", ())
            if bindings := [each for each in declared if isinstance(each, Binding)]:
                yield bindings


def _is_key(key: str) -> bool:
    """Whether a key is a character, or one that Textual knows, with modifiers or without."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    if not set(modifiers) <= {"ctrl", "shift", "alt", "super", "meta", "hyper"}:
        return False
    return len(last) == 1 or last in {*(each.value for each in Keys), *name_ascii_keys()}


def _suggest(id: str, actions: Mapping[str, Binding]) -> str:
    from difflib import get_close_matches  # only after a mistake

    near = get_close_matches(id, actions, n=1)
    return f"; did you mean {near[0]}?" if near else "; `confui config keys` lists them"
