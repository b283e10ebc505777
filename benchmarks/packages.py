"""What `confui list` cannot do without, alone: its packages, and reading the files with them.

Run as a program. It makes nothing of what it read; whatever confui takes beyond that is its own.
"""

import argparse

import emoji
import frontmatter
import platformdirs

from confui.paths import SHIPPED_CONFERENCE


def main() -> None:
    """Read the talk files of the shipped conference as the packages read them by themselves.

    One has the code of an emoji in its title.
    """
    argparse.ArgumentParser().parse_args([])
    platformdirs.user_data_dir("confui")
    for path in SHIPPED_CONFERENCE.rglob("*.md"):
        title = str(frontmatter.load(str(path)).get("title", ""))
        if ":zap:" in title:
            emoji.emojize(title, language="alias")


if __name__ == "__main__":
    main()
