"""What `confui list` cannot do without, alone: its packages, and reading the files with them.

Run as a program. It makes nothing of what it read; whatever confui takes beyond that is its own.
"""

import argparse

import frontmatter
import platformdirs

from confui.paths import SHIPPED_CONFERENCE


def main() -> None:
    """Read the talk files of the shipped conference as the package reads them by itself."""
    argparse.ArgumentParser().parse_args([])
    platformdirs.user_data_dir("confui")
    for path in SHIPPED_CONFERENCE.rglob("*.md"):
        frontmatter.load(str(path))


if __name__ == "__main__":
    main()
