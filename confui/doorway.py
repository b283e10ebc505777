"""Lazy names for the `__init__` of a folder: each is imported from its module on first use.

Importing a folder must not import all of its modules, or YAML, SQLite and Textual would load before
they are needed. PEP 562 describes the module-level `__getattr__` that this builds.
"""

import sys

TYPE_CHECKING = False
"""True for type checkers. `typing` has the same constant, but takes 2 ms to import."""
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def lazy_names(package: str, modules: "Mapping[str, Sequence[str]]") -> "Callable[[str], object]":
    """Return the `__getattr__` of a folder's `__init__`.

    Args:
        package: The `__name__` of the `__init__` module.
        modules: For each module of the folder, the names to import from it.
    """
    module_of = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        full_name = f"{package}.{module_of[name]}"
        __import__(full_name)
        value: object = getattr(sys.modules[full_name], name)
        setattr(
            sys.modules[package], name, value
        )  # so that the next use does not call this function
        return value

    return get
