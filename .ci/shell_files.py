"""Put the manual page and the completions of confui into a wheel, where shells look for them."""

import sys
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PLACES = {
    "bash": "share/bash-completion/completions/confui",
    "zsh": "share/zsh/site-functions/_confui",
    "fish": "share/fish/vendor_completions.d/confui.fish",
}


class ShellFiles(BuildHookInterface):
    """Writes the files before the wheel is built; they need nothing but Python."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to the data of the wheel."""
        sys.path.insert(0, self.root)
        try:
            from confui.cli.completion import SCRIPTS
            from confui.cli.manual import as_manual_page
        finally:
            sys.path.remove(self.root)
        texts = {place: SCRIPTS[shell] for shell, place in _PLACES.items()}
        texts["share/man/man1/confui.1"] = as_manual_page()
        self._folder = folder = Path(mkdtemp(prefix="confui-shell-"))
        for place, text in texts.items():
            path = folder / place
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(path)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files, of which the wheel has copies now."""
        rmtree(self._folder)
