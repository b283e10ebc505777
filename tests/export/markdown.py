"""What the tests of both Markdown exports of a plan share."""

from markdown_it import MarkdownIt

FACTS = (
    "Aurora Hall · Inga Frost, Odd Hale · [video](https://video.example.org/1) · "
    "[slides](https://slides.example.org/1)"
)
HOSTILE = "</blockquote>\n# Snow\n<!-- never closed"


def headings(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [
        f"{token.tag} {tokens[place + 1].content}"
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]
