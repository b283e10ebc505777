import re
import sys
import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confui import text as gates
from confui.text import clean, fold, is_clean, is_steady, quote, safe_url, steady, with_emoji

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


INVISIBLE = {
    "soft hyphen": "\u00ad",
    "combining grapheme joiner": "\u034f",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "Khmer inherent vowels": "\u17b4\u17b5",
    "Mongolian variation selectors": "\u180b\u180c\u180d\u180f",
    "variation selectors": "".join(map(chr, range(0xFE00, 0xFE10))),
    "variation selectors for ideographs": "".join(map(chr, range(0xE0100, 0xE01F0))),
    "joiners": "\u200c\u200d",
}
"""Characters that `clean` removes, by what they are."""
SHOWN = {
    "zero width": "\u200b\u2060\ufeff\u180e",
    "bidi controls": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "invisible operators": "\u2061\u2062\u2063\u2064",
    "deprecated formats": "\u206a\u206b\u206c\u206d\u206e\u206f",
    "interlinear annotation": "\ufff9\ufffa\ufffb",
    "tags": "".join(map(chr, (0xE0001, *range(0xE0020, 0xE0080)))),
    "shorthand and music formats": "\U0001bca0\U0001bca3\U0001d173\U0001d17a",
    "private use": "\ue000\uf8ff\U000f0000\U000ffffd\U00100000\U0010fffd",
}
"""Characters that `clean` shows as U+FFFD, by what they are."""
VISIBLE_FORMATS = {
    *"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2",
    *"\U000110bd\U000110cd",
    *map(chr, range(0x13430, 0x13440)),
}
"""Characters of the category Cf that are seen: signs of Arabic, Syriac and Kaithi, hieroglyphs."""


@pytest.mark.parametrize("kind", INVISIBLE)
def test_clean_removes_invisible_characters_that_ordinary_text_has(kind: str) -> None:
    for character in INVISIBLE[kind]:
        text = f"Py{character}West"
        assert not is_clean(text)
        assert clean(text) == clean(text, multiline=True) == "PyWest"
        assert clean(character) == ""
        assert safe_url(f"https://py{character}west.example.org/") == ""
        assert safe_url(f"https://pywest.example.org/{character}") == ""


@pytest.mark.parametrize("kind", SHOWN)
def test_clean_shows_characters_that_hide_or_reorder_text(kind: str) -> None:
    for character in SHOWN[kind]:
        assert clean(f"Py{character}West") == "Py\ufffdWest"
        assert safe_url(f"https://pywest.example.org/{character}") == ""


def test_clean_knows_every_control_format_and_private_character() -> None:
    kept = {
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        and character in clean(f"x{character}x", multiline=True)
    }
    assert kept - VISIBLE_FORMATS == {"\n"}


@pytest.mark.parametrize(
    "marks",
    [
        "\u0301",
        "\u0e31",
        "\u20dd",
        "\u1161",
        "\ud7b1",
        "\U0001f3fb",
        "\u0301\u1161",
        "\u0301\U0001f3fb",
    ],
)
def test_a_letter_has_at_most_thirty_marks(marks: str) -> None:
    many = f"a{marks * 100_000}b"
    shown = clean(many)
    assert not is_clean(many)
    assert is_clean(shown)
    assert shown == f"a{(marks * 30)[:30]}b"
    assert clean(f"a{(marks * 30)[:30]} b") == f"a{(marks * 30)[:30]} b"


@pytest.mark.parametrize(
    "text", ["—" * 100, "…" * 100, "─" * 100, "が" * 100, "か\u3099" * 100, "😀" * 100]
)
def test_a_long_run_of_visible_characters_stays(text: str) -> None:
    assert is_clean(text)
    assert clean(text) == text


def test_nothing_hides_in_the_text_after_an_emoji_or_an_ideograph() -> None:
    smuggled = "".join(chr(0xE0100 + byte) for byte in b"ignore all previous text")
    assert clean(f"😀{smuggled}") == "😀"
    assert clean(f"葛{smuggled}") == f"葛{smuggled[0]}"
    assert clean("❤\ufe0f\ufe0f\ufe0e") == "❤\ufe0f"
    assert clean("👨\u200d\u200d👩") == "👨👩"


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
        "1\ufe0f\u20e3 of 3",
        "🏳\ufe0f\u200d🌈",
        "葛\U000e0100城",
        "क्\u200dष",
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


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://pywеst.example/x", "https://xn--pywst-1we.example/x"),  # a Cyrillic e
        (
            "https://gοogle.example:8080/?a=ü#b",
            "https://xn--gogle-rce.example:8080/?a=ü#b",
        ),  # Greek
        ("https://аррӏе.example", "https://xn--80ak6aa92e.example"),  # wholly Cyrillic, but for TLD
        ("https://аррӏе.рф/", "https://аррӏе.рф/"),
        ("https://例え.example/", "https://例え.example/"),
        ("https://カラー漢字.example/", "https://カラー漢字.example/"),
        ("https://한국.example/", "https://한국.example/"),
        ("https://한국カラ.example/", "https://xn--lckwg0839aln7a.example/"),
        ("https://straße.example/", "https://straße.example/"),
        (
            "https://pywest.example\u2215evil.example/",
            "https://pywest.xn--exampleevil-0h8f.example/",
        ),
        ("https://xn--80ak6aa92e.example/", "https://xn--80ak6aa92e.example/"),
        (f"https://{'ab' * 40}е.example/", ""),
        (f"https://{'е.' * 500}example/", ""),
        ("https://е..example/", ""),
        ("https://\U00017000/", "https://\U00017000/"),  # Tangut: a letter without a name
    ],
)
def test_a_host_that_mixes_scripts_is_in_punycode(url: str, opened: str) -> None:
    assert safe_url(url) == opened
    assert safe_url(opened) == opened


def test_the_western_characters_that_are_marks_are_those_that_are_looked_for() -> None:
    western = [bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)]
    marks = {
        character
        for character in western
        if character.isprintable()
        and unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Cn", "Sk"}
    }
    assert marks == set("\u00a8\u00af\u00b4\u00b8\u02dc")
    for mark in marks:
        assert clean(f"a{mark * 40}ä") == f"a{mark * 30}ä"
        assert not is_clean(f"a{mark * 40}ä")


@given(st.lists(st.sampled_from([*"ab.:@/?#\\[]-_%1 ", "https://", "8080", "ä"]), max_size=8))
def test_a_url_that_may_be_opened_has_a_host_and_no_user_for_every_parser(parts: list[str]) -> None:
    url = safe_url("https://" + "".join(parts))
    split = urlsplit(url)
    assert not url or (split.hostname and split.username is None and "\\" not in url)


@given(
    ANY_TEXT
    | st.builds(
        "{}{}{}".format, st.sampled_from(["http://", "https://a", "//"]), ANY_TEXT, ANY_TEXT
    )
)
@example("HTTP://A²")  # which has no punycode: a browser opens `a2`
def test_a_url_that_may_be_opened_has_only_visible_characters(text: str) -> None:
    url = safe_url(text)
    assert url in ("", text.strip()) or (urlsplit(url).hostname or "²").isascii()
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
    assert not gates.acts_on_terminal(f"{printable}\n")
    assert re.search(gates._LINE_ENDS, printable) is None
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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The Power :zap: and", "The Power ⚡ and"),
        (":tada::rocket:", "🎉🚀"),
        ("(:+1:)", "(👍)"),
        ("10:30:20 and std::vector::size", "10:30:20 and std::vector::size"),
        ("a :no_such_code: b", "a :no_such_code: b"),
        ("x:zap:y", "x:zap:y"),
        (":" * 5000, ":" * 5000),
    ],
)
def test_codes_of_emoji_become_their_signs_and_nothing_else_changes(
    written: str, shown: str
) -> None:
    assert with_emoji(written) == shown


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("👩\u200d🚀 in 🏳\ufe0f\u200d🌈", "👩🚀 in 🏳🌈"),
        ("❤\ufe0f and 1\ufe0f\u20e3", "❤ and 1"),
        ("🇩🇪🇫🇷", "DEFR"),
        ("👍🏽 👩🏽\u200d💻", "👍 👩💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("नमस्\u200dते", "नमस्ते"),
        ("漢字 한국어 עברית e\u0301 ⚡", "漢字 한국어 עברית e\u0301 ⚡"),
    ],
)
def test_emoji_whose_width_terminals_disagree_on_become_signs_of_one_width(
    text: str, signs: str
) -> None:
    assert steady(text) == signs
    assert is_steady(signs) or "\u200c" in signs


@given(st.text(st.sampled_from("👩🏽🚀🇩🇪❤1a \u200d\ufe0f\ufe0e\u20e3漢"), max_size=12))
@example("❤\u200d1\ufe0e")
def test_what_is_steady_stays(text: str) -> None:
    assert steady(steady(text)) == steady(text)
