"""The folders explain the program: doorways, no cycles, one name for one thing."""

from pathlib import Path

import pytest

from benchmarks.structure import MOST_MODULES, Structure


@pytest.fixture(scope="module")
def structure() -> Structure:
    return Structure()


def test_nobody_imports_past_a_doorway(structure: Structure) -> None:
    assert structure.past_doorways() == []


def test_no_modules_import_one_another_in_a_circle(structure: Structure) -> None:
    assert structure.cycles() == []


def test_no_two_public_classes_share_a_name(structure: Structure) -> None:
    assert structure.shared_classes() == []


def test_no_folder_holds_more_modules_than_a_listing_shows_at_a_glance(
    structure: Structure,
) -> None:
    assert {folder: n for folder, n in structure.sizes().items() if n > MOST_MODULES} == {}


def test_the_names_of_a_doorway_are_no_names_of_modules(structure: Structure) -> None:
    assert structure.modules_named_twice() == []


def test_a_doorway_imports_what_it_offers(structure: Structure) -> None:
    assert structure.doorways_that_disagree() == []


def test_every_folder_says_in_one_sentence_what_it_is(structure: Structure) -> None:
    assert structure.folders_without_a_sentence() == []


SAMPLE = {
    "__init__.py": "",
    "lazy.py": "def lazy_names(package, modules): ...",
    "inner/__init__.py": (
        '"""What is inside."""\nfrom sample.lazy import lazy_names\n'
        "if TYPE_CHECKING:\n    from sample.inner.deep import found\n"
        'else:\n    __getattr__ = lazy_names(__name__, {"deep": ("found",)})\n'
        '__all__ = ["found", "open"]\n'
    ),
    "inner/deep.py": "from sample.inner.open import shown\nclass Twin: ...\nfound = hidden = 1\n",
    "inner/open.py": "def shown():\n    from sample.inner import found\n",
    "outer.py": (
        "from sample.inner import found\nfrom sample.inner.open import shown\n"
        "from sample.inner.deep import hidden\nclass Twin: ...\n"
    ),
}


def test_the_checks_find_what_they_look_for(tmp_path: Path) -> None:
    for name, content in SAMPLE.items():
        path = tmp_path / "sample" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    sample = Structure(tmp_path / "sample")
    assert sample.past_doorways() == ["sample.outer:3 imports hidden from sample.inner.deep"]
    assert sample.cycles() == [("sample.inner.deep", "sample.inner.open")]
    assert sample.shared_classes() == ["Twin"]
    assert sample.sizes() == {"sample": 2, "sample.inner": 2}
    assert sample.doorways_that_disagree() == []
    assert sample.folders_without_a_sentence() == ["sample"]
    path = tmp_path / "sample" / "inner" / "__init__.py"
    path.write_text(path.read_text().replace('"found", "open"', '"found", "found"'))
    assert "sample.inner.found" in Structure(tmp_path / "sample").modules_named_twice()
    path.write_text(path.read_text().replace('("found",)', '("lost",)'))
    assert Structure(tmp_path / "sample").doorways_that_disagree() == ["sample.inner"]
