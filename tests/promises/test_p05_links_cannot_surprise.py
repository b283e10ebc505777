"""P5: only http and https links open, only after the whole address was shown, and it opens.

Which addresses are refused or shown in punycode: `tests/test_text.py`. Dialog, clipboard and
machines without a browser: `tests/ui/test_opening_links.py`. Links in Markdown:
`tests/widgets/detail/test_markdown_links.py`.
"""

import webbrowser

import pytest

from confui.schedule.models import Conference
from confui.screens.dialogs.open_link import OpenLink
from confui.sources import open_conference
from tests.ui.conftest import Open, Write, write

__all__ = ["write"]

OPENED = {
    "https://pywest.example.org/a?b=c#d": "https://pywest.example.org/a?b=c#d",
    "HTTP://PYWEST.EXAMPLE.ORG/": "HTTP://PYWEST.EXAMPLE.ORG/",
    "https://pyw\u0435st.example.org/": "https://xn--pywst-1we.example.org/",
}
"""Links that open, and as what."""
REFUSED = (
    *("javascript:alert(1)", "file:///etc/passwd", "vbscript:x", "data:text/html,x", "--help"),
    *("ms-msdt:/id", "smb://host/share", "ssh://host", "vscode://file/x", "tel:112", "ftp://x.org"),
    *("../../etc/passwd", "https://user:secret@pywest.example.org/", "https://x.org@evil.example"),
    *("https:\\\\x.org\\@evil.example", "chrome://settings", "about:config", "intent://x"),
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def open_url(url: str) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_url)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    return urls


def conference_with(write: Write, *links: str) -> Conference:
    """Return a conference of one talk that has these links wherever a talk can have one."""
    listed = "".join(f"\n- '{link}'" for link in links)
    talk = (
        f"---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\nvideo_url:{listed}\n"
        f"slides_url:{listed}\npermalink: '{links[0]}'\npresenters:\n- name: Amina\n"
        f"  website: '{links[0]}'\n---\n"
    ) + "".join(f"Read [this]({link}) or <{link}>.\n\n" for link in links)
    return open_conference(write({"talk.md": talk}))


async def follow_links(open_window: Open, conference: Conference, links: int) -> list[str]:
    """Follow links of the only session; return the addresses that were shown first."""
    shown: list[str] = []
    async with open_window(size=(160, 60), conference=conference) as window:
        for keys in (["o"], ["s"], *(["tab"] * n + ["enter"] for n in range(1, links + 1))):
            await window.press("escape", "escape", "g")
            await window.select("Snow")
            await window.press(*keys)
            if isinstance(window.app.screen, OpenLink):
                asked = [link.url for link in window.app.screen._links]
                assert all(url in window.screen for url in asked)
                shown += asked
                await window.press("enter")
                await window.app.workers.wait_for_complete()
    return shown


@pytest.mark.parametrize(("link", "target"), OPENED.items())
async def test_a_page_opens_as_it_was_shown(
    open_window: Open, write: Write, opened: list[str], link: str, target: str
) -> None:
    shown = await follow_links(open_window, conference_with(write, link), links=9)
    assert len(opened) > 2, "from the body, too"
    assert set(opened) == {target} == set(shown)


async def test_nothing_else_opens(open_window: Open, write: Write, opened: list[str]) -> None:
    await follow_links(open_window, conference_with(write, *REFUSED), links=6)
    assert opened == []


@pytest.mark.parametrize("link", REFUSED)
def test_nothing_else_is_a_link_of_a_session(write: Write, link: str) -> None:
    (session,) = conference_with(write, link).sessions
    assert (session.video, session.slides, session.links) == ((), (), ())
    assert [speaker.links for speaker in session.speakers] == [()]
