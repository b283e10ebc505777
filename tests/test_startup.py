"""What makes confui start faster has no lasting effect."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from confui.startup import collect, delay_collecting, without_tls, without_url_parser


def run(program: str) -> None:
    """Run a program in a process in which nothing is imported yet."""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_garbage_collection_is_off_until_it_is_turned_on() -> None:
    try:
        delay_collecting()
        assert not gc.isenabled()
        collect()
        assert gc.isenabled()
    finally:
        gc.enable()


def test_asyncio_is_imported_without_tls_and_later_imports_have_it() -> None:
    run(
        "import sys\n"
        "from confui.startup import without_tls\n"
        "with without_tls():\n"
        "    import asyncio.sslproto\n"
        "assert asyncio.sslproto.ssl is None\n"
        "import ssl\n"
        "assert ssl.create_default_context()\n"
    )


def test_pathlib_is_imported_without_the_parser_of_urls_and_makes_urls_all_the_same() -> None:
    run(
        "import sys\n"
        "from confui.startup import without_url_parser\n"
        "with without_url_parser():\n"
        "    import pathlib\n"
        "assert 'urllib.parse' not in sys.modules\n"
        "assert pathlib.PurePosixPath('/a b').as_uri() == 'file:///a%20b'\n"
        "import urllib.parse\n"
        "assert urllib.parse.urlsplit('https://a.example/b').path == '/b'\n"
    )


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


def test_textual_is_imported_without_its_palette_which_is_there_when_it_is_needed() -> None:
    run(
        "import sys\n"
        "from confui.startup import without_palette\n"
        "with without_palette():\n"
        "    from confui.app import ConfuiApp\n"
        "left_out = {'textual.command', 'textual.validation', 'textual.widgets._input'}\n"
        "assert not left_out & set(sys.modules)\n"
        "from confui.screens.dialogs.palette import Palette\n"
        "from textual.command import CommandPalette\n"
        "from textual.widgets import Input, OptionList, Select\n"
        "assert issubclass(Palette, CommandPalette)\n"
        "assert CommandPalette.__module__ == 'textual.command'\n"
        "assert {Input.__module__, OptionList.__module__, Select.__module__} == {\n"
        "    f'textual.widgets.{name}' for name in ('_input', '_option_list', '_select')\n"
        "}\n"
    )


def test_textual_is_imported_without_modules_that_it_loads_when_it_needs_them() -> None:
    run(
        "import sys\n"
        "from confui.startup import with_modules_later, without_palette, without_tls\n"
        "with without_tls(), without_palette(), with_modules_later():\n"
        "    import textual.app\n"
        "later = {'difflib', 'mimetypes', 'platformdirs', 'subprocess', 'uuid', 'rich.table'}\n"
        "assert not later & set(sys.modules), later & set(sys.modules)\n"
        "assert textual.app.mimetypes.guess_type('a.html') == ('text/html', None)\n"
        "assert textual.app.user_downloads_path().name\n"
        "from textual.css.tokenizer import get_suggestion\n"
        "assert get_suggestion('colour', ['color']) == 'color'\n"
        "from textual.notifications import Notification\n"
        "assert Notification('a').identity != Notification('a').identity\n"
        "import rich.table\n"
        "import textual.design\n"
        "assert isinstance(textual.design.Table('a'), rich.table.Table)\n"
        "assert not isinstance(7, textual.design.Table)\n"
    )


def test_asyncio_runs_programs_though_it_was_imported_without_subprocess() -> None:
    run(
        "import sys\n"
        "from confui.startup import with_modules_later\n"
        "with with_modules_later():\n"
        "    import asyncio\n"
        "async def count():\n"
        "    program = await asyncio.create_subprocess_exec(\n"
        "        sys.executable, '-c', 'print(7)', stdout=asyncio.subprocess.PIPE\n"
        "    )\n"
        "    return await program.communicate()\n"
        "assert asyncio.run(count())[0].strip() == b'7'\n"
        "import subprocess\n"
        "constants = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL\n"
        "there = asyncio.subprocess\n"
        "assert constants == (there.PIPE, there.STDOUT, there.DEVNULL)\n"
    )


def test_a_module_that_is_needed_at_once_is_loaded_at_once() -> None:
    run(
        "import sys\n"
        "from confui.startup import with_modules_later\n"
        "with with_modules_later():\n"
        "    from mimetypes import guess_type\n"
        "    import mimetypes\n"
        "assert guess_type is mimetypes.guess_type is sys.modules['mimetypes'].guess_type\n"
        "assert not hasattr(mimetypes, 'no_such_name')\n"
    )
