"""What makes confui start faster has no lasting effect."""

import gc
import subprocess
import sys

import pytest

from confui.startup import collect, delay_collecting, without_tls


def test_garbage_collection_is_off_until_it_is_turned_on() -> None:
    try:
        delay_collecting()
        assert not gc.isenabled()
        collect()
        assert gc.isenabled()
    finally:
        gc.enable()


def test_asyncio_is_imported_without_tls_and_later_imports_have_it() -> None:
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


def test_an_imported_ssl_stays() -> None:
    import ssl

    with without_tls():
        assert sys.modules["ssl"] is ssl
    assert sys.modules["ssl"] is ssl


def test_an_exception_does_not_leave_the_program_without_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "ssl", raising=False)
    with pytest.raises(RuntimeError), without_tls():
        raise RuntimeError
    assert "ssl" not in sys.modules
