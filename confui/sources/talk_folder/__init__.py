"""Folders of talk files: Markdown with front matter, and YAML files beside them."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.sources.talk_folder.conference_yaml import ConferenceSettings, read_conference_yaml
    from confui.sources.talk_folder.front_matter import parse_front_matter
    from confui.sources.talk_folder.reader import read_talk_files
    from confui.sources.talk_folder.session_lists import find_session_list, read_listed_sessions
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "conference_yaml": ("ConferenceSettings", "read_conference_yaml"),
            "front_matter": ("parse_front_matter",),
            "reader": ("read_talk_files",),
            "session_lists": ("read_listed_sessions", "find_session_list"),
        },
    )

__all__ = [
    "ConferenceSettings",
    "find_session_list",
    "parse_front_matter",
    "read_conference_yaml",
    "read_listed_sessions",
    "read_talk_files",
]
