"""`make audit` tells vulnerable packages from a database that cannot be reached."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VULNERABLE = '{"dependencies": [{"name": "snow", "vulns": [{"id": "PYSEC-1"}]}], "fixes": []}'

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")


def audit(folder: Path, report: str, status: int) -> tuple[int, str, str]:
    """Run the audit with a pip-audit that prints a report; return status, output and errors."""
    (folder / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "audit", folder / ".ci")
    tool = folder / ".venv" / "audit" / "bin" / "pip-audit"
    tool.parent.mkdir(parents=True)
    tool.write_text(f"#!/bin/sh\necho '{report}'\necho details >&2\nexit {status}\n")
    tool.chmod(0o755)
    done = subprocess.run([script], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_without_vulnerabilities_it_says_so(tmp_path: Path) -> None:
    status, out, err = audit(tmp_path, '{"dependencies": [], "fixes": []}', 0)
    assert (status, err) == (0, "")
    assert "has a known vulnerability" in out


def test_a_vulnerable_package_fails_and_is_named(tmp_path: Path) -> None:
    status, out, err = audit(tmp_path, VULNERABLE, 1)
    assert status == 1
    assert "PYSEC-1" in out
    assert "raise the versions" in err


def test_without_a_database_it_is_skipped_with_a_message(tmp_path: Path) -> None:
    status, out, err = audit(tmp_path, "", 1)
    assert (status, out) == (0, "")
    assert err.startswith("audit skipped: no database can be reached")
    assert "details" in (tmp_path / ".venv" / "audit.log").read_text()


def test_without_pip_audit_it_is_skipped_with_a_message(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    script = shutil.copy(ROOT / ".ci" / "audit", tmp_path / ".ci")
    done = subprocess.run([script, "false"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.startswith("audit skipped: pip-audit cannot be installed")
