"""How bash, zsh and fish ask for candidates, and how each wants them."""

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only where candidates are listed: a wheel is built without what they load.
    from confui.cli.completion.candidates import Candidate

SCRIPTS = {
    "bash": r"""# Completion of confui in bash, to be read by: source <(confui completion bash)
_confui() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(confui completion bash --words "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case "${COMPREPLY[0]}" in
        *[:/=]) compopt -o nospace ;;
    esac
}
complete -F _confui confui
""",
    "zsh": r"""#compdef confui
# Completion of confui in zsh: a file called _confui in a folder of $fpath, or
# after compinit: source <(confui completion zsh)
_confui() {
    local line
    local -a names shown how
    while IFS= read -r line; do
        names+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  }")
    done < <(confui completion zsh --words "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    (( $#names )) || return 1
    how=(-l -d shown)
    [[ $names[1] == *[:/=] ]] && how+=(-S '')
    [[ ${(L)names[1]} == ${(LQ)PREFIX}* ]] || how+=(-U)
    compadd "${(@)how}" -a names
}
if [[ $funcstack[1] == _confui ]]; then _confui "$@"; else compdef _confui confui; fi
""",
    "fish": r"""# Completion of confui in fish, to be read by: confui completion fish | source
complete -c confui -f -a '(confui completion fish --words (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
""",  # noqa: E501 -- fish joins no lines within quotes
}
"""The script that a shell reads once, by the name of the shell."""

_PLAIN = frozenset("@%+=:,./-_~")
"""What bash takes as it is, beside letters and digits."""
_SPECIAL_IN_QUOTES = frozenset('"\\$`')


def split_line(line: str) -> tuple[list[str], int, str]:
    """Split the beginning of a line in bash as bash does, also where a quote is still open.

    Args:
        line: The line up to the cursor; fish quotes words in the same way.

    Returns:
        The words after the first, without quotes; how many characters of the last one stay, since
        bash replaces only what follows the last colon, equals sign or open quote; and the quote
        that is open, or nothing.
    """
    words: list[str] = []
    word, kept, quote = "", 0, ""
    is_word = escaped = False
    for sign in line:
        if escaped:
            word += sign
            escaped = False
        elif sign == "\\" and quote != "'":
            is_word = escaped = True
        elif quote:
            if sign == quote:
                quote = ""
            else:
                word += sign
        elif sign in "\"'":
            is_word, quote, kept = True, sign, len(word)
        elif sign.isspace():
            if is_word:
                words.append(word)
            word, kept, is_word = "", 0, False
        else:
            is_word = True
            word += sign
            if sign in ":=":
                kept = len(word)
    return [*words, word][1:], kept, quote


def format_candidates(
    shell: str, found: "Iterable[Candidate]", kept: int = 0, quote: str = ""
) -> str:
    """Return candidates as the script of a shell reads them, a line for each.

    Args:
        shell: The shell.
        found: The candidates.
        kept: For bash: how many characters of each are on the line already.
        quote: For bash: the quote that is open.
    """
    if shell == "bash":
        return "\n".join(_for_bash(each.text[kept:], quote) for each in found)
    return "\n".join("\t".join(filter(None, each)) for each in found)


def _for_bash(text: str, quote: str) -> str:
    """Return a text so that bash reads it as one word, which does nothing else."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote:
        return "".join(f"\\{sign}" if sign in _SPECIAL_IN_QUOTES else sign for sign in text)
    return "".join(
        sign if sign.isalnum() or sign in _PLAIN or not sign.isascii() else f"\\{sign}"
        for sign in text
    )
