import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.offline.sitecustomize import COUNT

# No profile compares time with a constant: neither one example nor the making of them.
EVERY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", EVERY, max_examples=5)
settings.register_profile("short", EVERY, max_examples=20)
settings.register_profile("long", EVERY, max_examples=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# Some set this for their own programs. Without compiled modules, half of the time of collecting the
# tests, and of starting a program, goes into compiling the same files again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What is imported and collected stays until the end, so to search it for garbage is for nothing.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage only among what the tests create."""
    gc.freeze()
    gc.enable()


OFFLINE = Path(__file__).parent / "offline"


@pytest.fixture(scope="session", autouse=True)
def nobody_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and each program it starts, away from the developer's own directories.

    There is no directory of conferences, since the public one is on the network.
    """
    home = tmp_path_factory.mktemp("home")
    (home / "config" / "confui").mkdir(parents=True)
    (home / "config" / "confui" / "config.toml").write_text("directories = []\n")
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("CACHE", "DATA", "CONFIG", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forbid the network to every test, and to each Python that it starts."""
    refused = tmp_path_factory.mktemp("network") / "refused.txt"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(OFFLINE), prepend=os.pathsep)
        patch.setenv(COUNT, str(refused))
        yield
    assert not refused.exists(), refused.read_text(encoding="utf-8")
