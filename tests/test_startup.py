"""What makes confui start faster has no lasting effect."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from confui.startup import collect, delay_collecting, without_tls, without_url_parser


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


def test_pathlib_is_imported_without_the_parser_of_urls_and_makes_urls_all_the_same() -> None:
    program = (
        "import sys\n"
        "from confui.startup import without_url_parser\n"
        "with without_url_parser():\n"
        "    import pathlib\n"
        "assert 'urllib.parse' not in sys.modules\n"
        "assert pathlib.PurePosixPath('/a b').as_uri() == 'file:///a%20b'\n"
        "import urllib.parse\n"
        "assert urllib.parse.urlsplit('https://a.example/b').path == '/b'\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_command_line_speaks_english_whatever_the_language(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from confui.cli import main\n"
        "assert not {'gettext', 'locale'} & set(sys.modules)\n"
        "import gettext\n"
        "assert gettext.translation\n"
        "main(['list', '--help'])\n"
    )
    environment = {**os.environ, "LANGUAGE": "de", "XDG_DATA_HOME": str(tmp_path)}
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment
    )
    assert finished.stdout.startswith("usage: confui list")


def test_an_imported_parser_of_urls_stays() -> None:
    import urllib.parse

    with without_url_parser():
        assert sys.modules["urllib.parse"] is urllib.parse
    assert sys.modules["urllib.parse"] is urllib.parse


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
