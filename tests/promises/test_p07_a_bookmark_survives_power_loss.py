"""P7: a bookmark that was acknowledged survives a power cut.

A file system on a disk image is found as it is after a power cut: the image is copied while it is
mounted, without what the system still holds back. That needs root. That files are synced at all,
and in which order, is in `tests/test_atomic_write.py` and `tests/userdata/test_journals.py`. The
long form, 15 cuts, is `python -m benchmarks.torture --only power-cuts`.
"""

import os
import shutil
from pathlib import Path

import pytest

from confui.atomic_write import write_atomically
from tests.torture import kills

REASON = kills.reason_against_power_cuts()

pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON or "a disk image can be mounted")


def after_a_cut(tmp_path: Path, *, durable: bool) -> list[str]:
    """Return which files are there after one was written just before the power cut."""
    image, after, place = tmp_path / "image", tmp_path / "after", tmp_path / "disk"
    kills._make_image(image)
    with kills._mounted(image, place) as disk:
        os.sync()
        write_atomically(disk / "written", b"x" * 5000, durable=durable)
        shutil.copyfile(image, after)
    with kills._mounted(after, place) as disk:
        return [path.name for path in disk.iterdir() if path.name != "lost+found"]


def test_a_file_that_is_not_synced_is_lost_and_one_that_is_synced_is_not(tmp_path: Path) -> None:
    assert after_a_cut(tmp_path, durable=False) == [], "else a cut here is none"
    assert after_a_cut(tmp_path, durable=True) == ["written"]


def test_no_acknowledged_change_is_lost_when_the_power_is_cut() -> None:
    toll = kills.power_cuts(3, seed=7)
    assert toll.ends == 3
    assert toll.acknowledged > 10
    assert toll.lost == 0
