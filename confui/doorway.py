"""Doorways: the names that a folder offers, each imported from its module when first used.

Importing a folder must not import all of its modules: YAML, SQLite and Textual would then load
before they are needed. Module-level `__getattr__` is described in PEP 562.
"""

import sys

TYPE_CHECKING = False
"""True for type checkers. `typing.TYPE_CHECKING` is the same, but `typing` is slow to import."""
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def lazy_names(package: str, modules: "Mapping[str, Sequence[str]]") -> "Callable[[str], object]":
    """Return the `__getattr__` of a folder.

    Args:
        package: The full name of the folder, its `__name__`.
        modules: The names that each module of the folder provides.
    """
    module_of = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        full_name = f"{package}.{module_of[name]}"
        __import__(full_name)
        value: object = getattr(sys.modules[full_name], name)
        setattr(sys.modules[package], name, value)  # the next use finds it without this function
        return value

    return get
