"""Folders of talk files: Markdown with front matter, and YAML files beside them."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.talk_folder.conference_yaml import read_conference_yaml
    from confui.sources.talk_folder.reader import read_talk_files
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "conference_yaml": ("read_conference_yaml",),
            "reader": ("read_talk_files",),
        },
    )

__all__ = ["read_conference_yaml", "read_talk_files"]
