"""Code as tokens that stay the same whatever its writer's names, numbers, texts, comments and layout are.

What the language and its libraries call things stays: `np.exp` can't be renamed, `y_hat` can. Imports, docstrings and
what is only printed say nothing about how a task was solved, so they are left out.
"""

import builtins
import keyword
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from grader.similarity.lexemes import Lexeme, statements
from grader.similarity.piece import Remark, Token, code

_KEPT = frozenset({*keyword.kwlist, *dir(builtins)}) - {"True", "False"}
_LITERALS = frozenset({"True", "False"})
_NEW_SPELLING = {"xrange": "range", "unicode": "str", "<>": "!=", "raw_input": "input"}
_SILENT = frozenset({"print", "import", "from", "pass"})
_BINDERS = frozenset({"def", "class"})
_NAME, _LITERAL, _END = code("name"), code("literal"), code("end")


@dataclass
class _Names:
    """What one file's names stand for."""

    libraries: dict[str, str] = field(default_factory=dict)  # "np" -> "numpy", "relu" -> "torch.nn.functional.relu"
    own: set[str] = field(default_factory=set)  # functions, classes and attributes that the file makes


def read_code(source: str) -> tuple[list[Token], list[Remark]]:
    """A source's tokens, and apart from them its comments and the lines of its docstrings."""
    names, spoken, remarks = _Names(), [], list[Remark]()
    for statement in statements(source):
        first = statement[0]
        if first.kind == "comment":
            remarks.append(Remark(first.value.lstrip("#! \t").rstrip(), first.line))
        elif all(lexeme.kind == "text" for lexeme in statement):
            remarks.extend(_lines(statement))
        elif first.value in ("import", "from"):
            names.libraries.update(_imported(statement))
        elif first.value not in _SILENT:
            names.own.update(_bound(statement))
            spoken.append(statement)
    return [token for statement in spoken for token in _tokens(statement, names)], remarks


def _lines(statement: Iterable[Lexeme]) -> Iterator[Remark]:
    for lexeme in statement:
        for number, line in enumerate(lexeme.value.split("\n"), lexeme.line):
            yield Remark(line.strip("rbuRBU\"' \t"), number)


def _imported(statement: Sequence[Lexeme]) -> Iterator[tuple[str, str]]:
    """The names that an import makes, and what they stand for."""
    words = [lexeme.value for lexeme in statement if lexeme.value not in "()"]
    before = ""
    if words[0] == "from":
        if "import" not in words:
            return
        place = words.index("import")
        before, words = "".join(words[1:place]) + ".", words[place:]
    for one in " ".join(words[1:]).split(","):
        dotted, _, alias = one.partition(" as ")
        whole = dotted.replace(" ", "")
        if whole and whole != "*":
            # `import torch.nn` makes the name torch.
            made = alias.strip() or (whole if before else whole.partition(".")[0])
            yield made, before + (whole if alias or before else made)


def _bound(statement: Sequence[Lexeme]) -> Iterator[str]:
    """Names that the statement gives to functions, classes and attributes."""
    for before, lexeme, after in zip(statement, statement[1:], [*statement[2:], None], strict=False):
        made = before.value in _BINDERS or (before.value == "." and after is not None and after.value == "=")
        if made and lexeme.kind == "name":
            yield lexeme.value


def _tokens(statement: Sequence[Lexeme], names: _Names) -> Iterator[Token]:
    """The statement's tokens; a library's name with all its dots is one."""
    place, last = 0, -1
    while place < len(statement):
        lexeme = statement[place]
        if lexeme.kind == "name" and lexeme.value in names.libraries and not _is_attribute(statement, place):
            dotted = [names.libraries[lexeme.value]]
            while place + 2 < len(statement) and statement[place + 1].value == "." and _is_name(statement[place + 2]):
                place += 2
                dotted.append(statement[place].value)
            last = code(".".join(dotted))
            yield Token(last, lexeme.line)
        else:
            now = _code(statement, place, names)
            if not (now == last == _LITERAL):  # "a" "b" is one text
                yield Token(now, lexeme.line)
            last = now
        place += 1
    yield Token(_END, statement[-1].line)


def _is_name(lexeme: Lexeme) -> bool:
    return lexeme.kind == "name"


def _is_attribute(statement: Sequence[Lexeme], place: int) -> bool:
    return place > 0 and statement[place - 1].value == "."


def _code(statement: Sequence[Lexeme], place: int, names: _Names) -> int:
    lexeme = statement[place]
    value = _NEW_SPELLING.get(lexeme.value, lexeme.value)
    if lexeme.kind in ("text", "number") or value in _LITERALS:
        return _LITERAL
    if lexeme.kind == "name":
        attribute = _is_attribute(statement, place)
        kept = value not in names.own if attribute else value in _KEPT
        return code(value) if kept else _NAME
    return code(value)
