"""``python -m tests.fuzz READER [OPTION…]``: fuzz one reader with atheris, until it is interrupted.

READER is one of those that `tests.torture.readers` lists, in any case, with `-` for spaces. The
options are those of libFuzzer, such as ``-max_total_time=1800``. What it finds interesting is kept
in `.torture/corpus/` for the next time; a file that crashes the reader is written to `.torture/`.
Every crash becomes a named test.

atheris is no dependency of the developers' tools: ``.venv/bin/python -m pip install atheris``
installs it, on Linux.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / ".torture"
_MOST_BYTES = 20_000
"""Longer files find no more, and cost time."""


def main(arguments: list[str]) -> int:
    """Fuzz the reader that the first argument names; return the exit status."""
    try:
        atheris = import_module("atheris")
    except ImportError:
        sys.stderr.write("atheris is missing: .venv/bin/python -m pip install atheris\n")
        return 2
    with atheris.instrument_imports(include=["confui"]):
        from tests.torture.readers import READERS
    readers = {slug(name): reader for name, reader in READERS.items()}
    reader = readers.get(slug(arguments[0])) if arguments else None
    if reader is None:
        sys.stderr.write(f"name a reader: {', '.join(readers)}\n")
        return 2
    corpus = _FOLDER / "corpus" / slug(arguments[0])
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "seed").write_bytes(reader.seed)
    options = [f"-max_len={_MOST_BYTES}", "-timeout=20", "-rss_limit_mb=1000"]
    options += [f"-artifact_prefix={_FOLDER}/{slug(arguments[0])}-", *arguments[1:]]
    _fuzz(atheris, [sys.argv[0], *options, str(corpus)], reader.read)
    return 0


def _fuzz(atheris: Any, command: list[str], read: Any) -> None:
    atheris.Setup(command, read)
    atheris.Fuzz()


def slug(name: str) -> str:
    """Return the name of a reader as it is written on the command line."""
    return "-".join(name.lower().replace(".", "-").split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
