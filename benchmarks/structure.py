"""The structure of the package, counted: import cycles, doorways, shared names, sizes of folders.

Imports are read from the code, those inside functions included. A name that a doorway provides
counts as an import of the module that defines it.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import confui
from benchmarks.figures import Figure

_PACKAGE = Path(confui.__file__).parent
MOST_MODULES = 14
"""How many modules a folder may hold."""


class _Import(NamedTuple):
    """One imported name."""

    module: str
    """The module or folder after `from`."""
    name: str
    line: int


class Structure:
    """All modules of the package, parsed."""

    def __init__(self, package: Path = _PACKAGE) -> None:
        self._trees: dict[str, ast.Module] = {}
        self.folders: set[str] = set()
        """The full names of the folders, the package itself included."""
        for path in sorted(package.rglob("*.py")):
            parts = [package.name, *path.relative_to(package).with_suffix("").parts]
            if parts[-1] == "__init__":
                parts.pop()
                self.folders.add(".".join(parts))
            self._trees[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
        self._root = package.name

    def past_doorways(self) -> list[str]:
        """Return the imports, such as `confui.a:3 imports confui.b.c`, past a folder's doorway.

        Code outside a folder may import only what the folder's `__all__` names: names, modules, or
        folders below it.
        """
        return [
            f"{importer}:{found.line} imports {found.name} from {found.module}"
            for importer in self._trees
            for found in self._imports(importer)
            if not self._is_allowed(importer, found)
        ]

    def cycles(self) -> list[tuple[str, ...]]:
        """Return the groups of modules that import one another in a circle."""
        edges: dict[str, set[str]] = defaultdict(set)
        for importer in self._trees:
            if importer in self.folders:
                continue  # a doorway imports nothing until it is asked
            for found in self._imports(importer):
                target = self._defined_in(found)
                if target != importer and target not in self.folders:
                    edges[importer].add(target)
        return _strongly_connected(edges)

    def shared_classes(self) -> list[str]:
        """Return the names that more than one public class has."""
        counts = Counter(
            node.name
            for tree in self._trees.values()
            for node in tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        )
        return sorted(name for name, count in counts.items() if count > 1)

    def sizes(self) -> Mapping[str, int]:
        """Return how many modules each folder holds, doorways not counted."""
        modules = (name for name in self._trees if name not in self.folders)
        return Counter(name.rpartition(".")[0] for name in modules)

    def modules_named_twice(self) -> list[str]:
        """Return the names that a folder gives to a module and to a folder or doorway name."""
        return [
            f"{folder}.{name}"
            for folder in sorted(self.folders)
            for name in self._offered(folder)
            if self._offered(folder).count(name) > 1
            or (f"{folder}.{name}" in self._trees and self._lazy_names(folder).get(name))
        ]

    def doorways_that_disagree(self) -> list[str]:
        """Return the folders whose `__all__` and lazy names are not the same as their imports."""
        disagreeing = []
        for folder in sorted(self.folders):
            imported = {
                name.name: node.module.removeprefix(f"{folder}.")
                for node in ast.walk(self._trees[folder])
                if isinstance(node, ast.ImportFrom)
                and node.module
                and node.module.startswith(f"{folder}.")
                for name in node.names
            }
            lazy = self._lazy_names(folder)
            offered = set(self._offered(folder))
            if imported != lazy or (lazy and not set(lazy) <= offered):
                disagreeing.append(folder)
        return disagreeing

    def folders_without_a_sentence(self) -> list[str]:
        """Return the folders whose doorway has no docstring."""
        return [each for each in sorted(self.folders) if not ast.get_docstring(self._trees[each])]

    def _imports(self, importer: str) -> Iterator[_Import]:
        for node in ast.walk(self._trees[importer]):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(self._root):
                for alias in node.names:
                    yield _Import(node.module or "", alias.name, node.lineno)

    def _is_allowed(self, importer: str, found: _Import) -> bool:
        """Whether every folder on the way to a name offers the next step of the way."""
        whole = f"{found.module}.{found.name}"
        steps = whole.split(".")
        for length in range(1, len(steps)):
            folder = ".".join(steps[:length])
            if folder not in self.folders:
                return True  # the rest is inside a module
            if folder == self._root or self._is_inside(importer, folder):
                continue
            if steps[length] not in self._offered(folder):
                return False
            if f"{folder}.{steps[length]}" not in self._trees:
                return True  # a name of the doorway
        return True

    def _is_inside(self, importer: str, folder: str) -> bool:
        home = importer if importer in self.folders else importer.rpartition(".")[0]
        return home == folder or home.startswith(f"{folder}.")

    def _defined_in(self, found: _Import) -> str:
        if f"{found.module}.{found.name}" in self._trees:
            return f"{found.module}.{found.name}"
        if found.module in self.folders and (
            module := self._lazy_names(found.module).get(found.name)
        ):
            return f"{found.module}.{module}"
        return found.module

    def _offered(self, folder: str) -> list[str]:
        for node in self._trees[folder].body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                names: list[str] = ast.literal_eval(node.value)
                return names
        return []

    def _lazy_names(self, folder: str) -> dict[str, str]:
        """Return the module of each name that a doorway imports when it is asked."""
        for node in ast.walk(self._trees[folder]):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "lazy_names":
                table: dict[str, tuple[str, ...]] = ast.literal_eval(node.args[1])
                return {name: module for module, names in table.items() for name in names}
        return {}


def _strongly_connected(edges: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Return the sets of more than one node that all reach one another, each sorted."""

    def reachable(start: str) -> set[str]:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            for target in edges.get(waiting.pop(), ()):
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return reached

    reach = {node: reachable(node) for node in edges}
    groups = {
        tuple(sorted(other for other in reach[node] if node in reach.get(other, ())))
        for node in edges
        if node in reach[node]
    }
    return sorted(groups)


def measure() -> Iterator[Figure]:
    """Yield the counts that the house promises."""
    structure = Structure()
    folder, size = max(structure.sizes().items(), key=lambda each: each[1])
    counts = {
        "public classes that share a name": len(structure.shared_classes()),
        "import cycles": len(structure.cycles()),
        "imports past a doorway": len(structure.past_doorways()),
    }
    for what, count in counts.items():
        yield Figure(what, str(count), "0", count == 0)
    yield Figure(
        "modules in the largest folder", str(size), f"{MOST_MODULES}", size <= MOST_MODULES, folder
    )
