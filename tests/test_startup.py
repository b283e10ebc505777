"""What makes confui start quickly must leave no trace."""

import gc
import subprocess
import sys

import pytest

from confui.startup import collect, delay_collecting, without_tls


def test_collecting_garbage_is_delayed_until_asked_for() -> None:
    try:
        delay_collecting()
        assert not gc.isenabled()
        collect()
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()


def test_what_is_loaded_for_the_screen_does_without_tls_and_what_comes_later_has_it() -> None:
    program = (
        "import sys\n"
        "from confui.startup import without_tls\n"
        "with without_tls():\n"
        "    import asyncio.sslproto\n"
        "assert asyncio.sslproto.ssl is None\n"
        "import ssl\n"
        "assert ssl.create_default_context()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_tls_that_is_there_already_stays() -> None:
    import ssl

    with without_tls():
        assert sys.modules["ssl"] is ssl
    assert sys.modules["ssl"] is ssl


def test_a_failure_does_not_leave_the_program_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ssl", raising=False)
    with pytest.raises(RuntimeError), without_tls():
        raise RuntimeError
    assert "ssl" not in sys.modules
