import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui import text as gates
from confui.text import clean, fold, is_clean, quote, safe_url

ANY_TEXT = st.text(
    st.characters() | st.sampled_from([*map(chr, range(0xA0)), *"\u200b\u2028\u202e\ud800\ufeff"])
)

ACTS_ON_A_TERMINAL = [
    pytest.param("\x1b[77;99H", id="CSI moves the cursor"),
    pytest.param("\x1b[2J", id="CSI clears the screen"),
    pytest.param("\x1b]52;c;ZXZpbA==\x1b\\", id="OSC 52 writes the clipboard"),
    pytest.param("\x1b]0;owned\x07", id="OSC 0 renames the window"),
    pytest.param("\x1bPq#0\x1b\\", id="DCS"),
    pytest.param("\x1b]8;;https://evil.example\x1b\\x\x1b]8;;\x1b\\", id="OSC 8 link"),
    pytest.param("\x9b2J", id="C1 CSI"),
    pytest.param("\x9d0;x\x9c", id="C1 OSC"),
    pytest.param("\x00", id="NUL"),
    pytest.param("\x07", id="bell"),
    pytest.param("\x08", id="backspace"),
    pytest.param("\x0e", id="shift out"),
    pytest.param("\x7f", id="DEL"),
    pytest.param("\u202egpj.exe", id="right-to-left override"),
    pytest.param("\u2066x\u2069", id="bidi isolate"),
    pytest.param("\u061c", id="Arabic letter mark"),
    pytest.param("\u200b", id="zero-width space"),
    pytest.param("\u2060", id="word joiner"),
    pytest.param("\ufeff", id="byte-order mark"),
    pytest.param("\ufff9", id="interlinear annotation"),
    pytest.param("\ud800", id="lone surrogate"),
    pytest.param("\U000e0041", id="tag character"),
]


@pytest.mark.parametrize("multiline", [False, True])
@pytest.mark.parametrize("payload", ACTS_ON_A_TERMINAL)
def test_clean_replaces_what_is_dangerous_for_a_terminal(payload: str, multiline: bool) -> None:
    shown = clean(f"a{payload}b", multiline=multiline)
    assert not is_clean(payload)
    assert is_clean(shown)
    assert shown.startswith("a\ufffd")
    assert shown.endswith("b")


@pytest.mark.parametrize(
    "text",
    [
        "Reading list[int] aloud",
        "[/nope] [@click=app.quit]x[/]",
        "¿Qué es “Flask”? – naïve",
        "漢字とかな",
        "עברית",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "",
    ],
)
def test_clean_keeps_ordinary_text(text: str) -> None:
    assert clean(text) == text
    assert clean(text, multiline=True) == text
    assert is_clean(text)


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("a\nb", "a b", "a\nb"),
        ("a\r\nb", "a b", "a\nb"),
        ("a\rb", "a b", "a\nb"),
        ("a\x85b", "a b", "a\nb"),
        ("a\u2028b\u2029c", "a b c", "a\nb\nc"),
        ("a\tb", "a b", "a   b"),
        ("\tb", "b", "    b"),
        ("  a   b ", "a b", "  a   b "),
        ("a\u00a0b", "a b", "a\u00a0b"),
        ("a\x0bb\x0cc", "a\ufffdb\ufffdc", "a\ufffdb\ufffdc"),
    ],
)
def test_clean_collapses_white_space_in_a_line_and_keeps_lines(
    text: str, line: str, lines: str
) -> None:
    assert clean(text) == line
    assert clean(text, multiline=True) == lines


@given(ANY_TEXT, st.booleans())
@example("\r\x1b\r\n", True)
@example("\x1c\x1d", False)
def test_clean_text_is_safe_and_stays_the_same_when_cleaned_again(
    text: str, multiline: bool
) -> None:
    shown = clean(text, multiline=multiline)
    controls = {c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")}
    assert controls <= ({"\n"} if multiline else set())
    assert not {unicodedata.bidirectional(c) for c in shown} & {"LRO", "RLO", "LRI", "RLI", "FSI"}
    assert is_clean(shown)
    assert clean(shown, multiline=multiline) == shown


@pytest.mark.parametrize(
    "url",
    [
        "https://pywest.example.org",
        "http://pywest.example.org:8080/talks/?a=1&b=%20#top",
        "HTTPS://PYWEST.EXAMPLE.ORG/",
        "https://[2001:db8::1]/talks",
        "https://münchen.example/über",
        "https://pywest.example.org/@speaker",
    ],
)
def test_a_plain_url_may_be_opened_as_written(url: str) -> None:
    assert safe_url(url) == url
    assert safe_url(f"  {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        *("", " ", "pywest.example.org", "//pywest.example.org/x", "/talks/flask", "--help"),
        *("../../etc/passwd", "https:", "https://", "https:///talks", "http:pywest.example.org"),
        *("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x"),
        *("ms-msdt:/id", "smb://host/share", "ssh://host", "vscode://file/x", "tel:112"),
        *("mailto:a@pywest.example.org", "ftp://pywest.example.org", "JAVASCRIPT:alert(1)"),
        "https://pywest.example.org@evil.example",
        "https://user:secret@evil.example/",
        "https://pywest.example.org\\@evil.example",
        "https://pywest.example.org:port/",
        "https://pywest.example.org:99999/",
        "https://[broken/",
        "https://pywest.example.org/a b",
        "https://pywest.example.org/\tx",
        "https://pywest.example.org/\nx",
        "https://pywest.example.org/\u00a0x",
        "https://pywest.example.org/\x1b[2J",
        "https://\u202egro.elpmaxe.tsewyp",
        "https://pywest\u200d.example.org",
        "https://py\u00adwest.example.org",
        "https://pywest.example.org/\u200b",
        "\u202ehttps://pywest.example.org",
    ],
)
def test_anything_but_a_plain_url_may_not_be_opened(url: str) -> None:
    assert safe_url(url) == ""


@given(
    ANY_TEXT
    | st.builds(
        "{}{}{}".format, st.sampled_from(["http://", "https://a", "//"]), ANY_TEXT, ANY_TEXT
    )
)
def test_a_url_that_may_be_opened_has_only_visible_characters(text: str) -> None:
    url = safe_url(text)
    assert url in ("", text.strip())
    assert not url or url.lower().startswith(("http://", "https://"))
    assert url.isprintable()
    assert " " not in url
    assert safe_url(url) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Django", "dJANGO"),
        ("Café", "cafe"),
        ("Straße", "STRASSE"),
        ("don’t", "don't"),
        ("“quoted”", '"quoted"'),
        ("„quoted‟", '"quoted"'),
        ("5′ 3″", "5' 3\""),
        ("ﬁle", "file"),
        ("Ⅳ", "iv"),
        ("𝐀", "a"),
        ("İ", "i"),
        ("Ǆ", "dz"),
    ],
)
def test_fold_ignores_case_accents_and_quotes(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("room", "rooms"), ("o", "0"), ("и", "u"), ("a b", "ab")]
)
def test_fold_keeps_different_letters_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(ANY_TEXT)
@example("ϓ")
@example("⁗")
@example("𝐀")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper().lower()) == fold(text.upper())


def test_no_printable_character_is_dangerous() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert gates._DANGEROUS.search(printable) is None
    assert gates._LINE_ENDS.search(printable) is None
    assert "\t" not in printable


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Snow", "“Snow”"),
        ("two\n \x1b", "“two \ufffd”"),
        ("abcdefgh", "“abcdefgh”"),
        ("abcdefghi", "“abcdefg…”"),
        ("abcdef hij", "“abcdef…”"),
    ],
)
def test_a_quoted_text_is_one_safe_line_of_limited_length(text: str, quoted: str) -> None:
    assert quote(text, 8) == quoted
