r"""A formula as a row of marks: row breaks, alignment, relations, words, brackets; the rest is expression.

Looks at the outside only: what stands in braces, in a matrix or in `cases` is one mark, whatever it holds.
Numbering and spacing are blanked in place, so that a position in what is left is a position in what was written.
"""

from dataclasses import dataclass, field
from typing import Literal

from grader.derivation.finding.connectives import AFTER_CONDITION, BARE_WORDS, are_words
from grader.derivation.finding.lexemes import Lexemes, environment_name, is_row_break, lexemes
from grader.derivation.finding.relations import DEFINING, NEGATED, OPERATORS, RELATIONS
from grader.derivation.finding.subscripts import conditions
from grader.derivation.finding.vocabulary import (
    BETWEEN,
    BIG_OPERATORS,
    CLOSING,
    COLOURED,
    DROPPED,
    DROPPED_ARGUMENT,
    FRAMES,
    OPENING,
    SPACES,
    STACKED,
    STOPS,
    TEXT,
    TRANSPARENT,
    TRANSPARENT_ALONE,
    WIDE,
    WIDE_ARGUMENT,
    WITH_ARGUMENT,
)

MarkKind = Literal[
    "expression", "relation", "operator", "break", "align", "wide", "comma", "colon", "stop", "words", "open", "close"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in a formula, and where; value: a relation's one form, the words' text, else what was written."""

    kind: MarkKind
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class Layout:
    """A formula's marks in order; `blanked` is its text with blanks for all that is only layout.

    unmatched: braces and environments without a partner: what, where. within: conditions in an index or over a sign.
    hidden: of those, what is blanked though it is a part of the formula, and where.
    """

    marks: tuple[Mark, ...]
    blanked: str
    unmatched: tuple[tuple[str, int], ...]
    within: tuple[tuple[str, int], ...] = ()
    hidden: tuple[tuple[int, str], ...] = ()


def layout(body: str) -> Layout:
    """The marks of a formula. Never fails: what it can't tell apart is expression."""
    found = lexemes(body)
    reader = _Reader(found)
    index = 0
    while index < len(found.texts):
        index = max(reader.step(index), index + 1)
    unmatched = tuple((found.texts[one], found.starts[one]) for one in found.unmatched)
    indices = list(conditions(found))
    blanks = [*found.dropped, *reader.blanks, *((start, end) for start, end, _ in indices)]
    within = [*((condition, start) for start, _, condition in indices), *reader.above]
    hidden = tuple((start, body[start:end]) for start, end, _ in indices)
    return Layout(tuple(reader.marks), _blanked(body, blanks), unmatched, tuple(within), hidden)


@dataclass
class _Reader:
    """Walks through the pieces once, entering no group that is part of an expression."""

    found: Lexemes
    marks: list[Mark] = field(default_factory=list)
    blanks: list[tuple[int, int]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)  # pieces that are, or will be, blanked
    depth: int = 0  # of brackets
    above: list[tuple[str, int]] = field(default_factory=list)  # conditions over a relation

    def step(self, index: int) -> int:
        """Reads what stands at `index`; returns the index after it."""
        text = self.found.texts[index]
        if index in self.left_out:
            return self.blank(index, index + 1)
        if text in RELATIONS or text == r"\not":
            return self.relation(index, text)
        if is_row_break(text):
            return self.put("break", index, index + 1, blank=True)
        if text == "&":
            return self.put("align", index, index + 1, blank=True)
        if text in TEXT or text in BETWEEN:
            return self.words(index, text)
        if text.startswith((r"\begin", r"\end")):
            return self.environment(index, text)
        return self.spacing(index, text) or self.bracket(index, text) or self.letters(index, text)

    def put(self, kind: MarkKind, index: int, after: int, value: str = "", blank: bool = False) -> int:
        """Adds a mark for the pieces from `index` up to `after`."""
        self.depth = 0 if kind == "break" else max(self.depth + {"open": 1, "close": -1}.get(kind, 0), 0)
        start, end = self.found.starts[index], self.found.end(after - 1)
        self.marks.append(Mark(kind, start, end, value or self.found.texts[index]))
        if blank:
            self.blanks.append((start, end))
        return after

    def blank(self, index: int, after: int) -> int:
        """Leaves out the pieces from `index` up to `after`."""
        after = min(after, len(self.found.texts))
        self.left_out.add(after - 1)
        self.blanks.append((self.found.starts[index], self.found.end(after - 1)))
        return after

    def relation(self, index: int, text: str) -> int:
        if text == r"\not":
            following = RELATIONS.get(self.found.texts[index + 1], "") if index + 1 < len(self.found.texts) else ""
            known = following in NEGATED
            return self.put("relation" if known else "expression", index, index + 1 + known, NEGATED.get(following, ""))
        before = self.found.texts[max(index - 3, 0) : index]
        if (
            len(before) == 3
            and before[0] in BIG_OPERATORS
            and before[1] == "_"
            and self.found.texts[index + 2 : index + 3] == ["^"]
        ):
            return self.put("expression", index, index + 1)  # \sum_i=1^n: the braces are forgotten
        return self.put("relation", index, index + 1, RELATIONS[text])

    def words(self, index: int, text: str) -> int:
        closing = self.found.group(index + 1)
        if closing < 0:
            return self.put("expression", index, index + 1)
        content, after = self.found.inside(index + 1), closing + 1
        if text in BETWEEN:
            self.put("break", index, index + 1)
            self.put("words", index, after, content)
            return self.put("break", closing, after, blank=True)
        if text == r"\mathrm" and content.strip() not in BARE_WORDS:
            return self.put("expression", index, after)
        if content.strip() in ("", ",", ".", ";", ":"):
            return self.blank(index, after)
        follows = self.found.texts[after] if after < len(self.found.texts) else ""
        if are_words(content, follows):
            return self.put("words", index, after, content)
        return self.put("expression", index, after)

    def environment(self, index: int, text: str) -> int:
        name, closing = environment_name(text), self.found.partner[index]
        if text.startswith(r"\end") or closing < 0:
            return (
                self.put("break", index, index + 1, blank=True) if name in TRANSPARENT else self.blank(index, index + 1)
            )
        alone = all(
            mark.kind in ("break", "align", "wide") or mark.value in (r"\left\{", r"\left.") for mark in self.marks
        )
        braced = bool(self.marks) and self.marks[-1].kind == "open"
        enters = name in TRANSPARENT and (alone or not braced)
        if not enters and not (alone and name in TRANSPARENT_ALONE and self.found.holds[index]):
            return self.put("expression", index, closing + 1)
        if braced:
            opened = self.marks.pop()
            self.blanks.append((opened.start, opened.end))
            if closing + 2 < len(self.found.texts) and self.found.texts[closing + 1] == r"\right":
                self.left_out.update((closing + 1, closing + 2))
        after = self.found.optional(index + 1)
        after = self.found.argument(after) if name in WITH_ARGUMENT else after
        return self.put("break", index, max(after, index + 1), blank=True)

    def spacing(self, index: int, text: str) -> int:
        following = index + 1
        if self.depth > 0 and (text in SPACES or text in WIDE):
            return self.put("expression", index, following)  # within brackets it may part the entries of a row
        if text in WIDE:
            return self.put("wide", index, following, blank=True)
        if text in WIDE_ARGUMENT:
            return self.put("wide", index, self.found.argument(following), blank=True)
        if text in DROPPED:
            return self.blank(index, following)
        if text in DROPPED_ARGUMENT:
            starred = self.found.texts[following : following + 1] == ["*"]
            return self.blank(index, self.found.argument(self.found.optional(following + starred)))
        if text in FRAMES:
            after = self.found.optional(following)
            return self.blank(index, self.found.argument(after) if text in COLOURED else after)
        if text in (",", "，"):
            return self.put("comma", index, following)
        if text in STOPS or text == ":":
            return self.put("colon" if text == ":" else "stop", index, following)
        return 0

    def bracket(self, index: int, text: str) -> int:
        if text in (r"\left", r"\right") and index + 1 < len(self.found.texts):
            value = text + self.found.texts[index + 1]
            return self.put("open" if text == r"\left" else "close", index, index + 2, value)
        if text in OPENING or text in CLOSING:
            return self.put("open" if text in OPENING else "close", index, index + 1)
        closing = self.found.group(index)
        if closing < 0:
            return self.stacked(index) if text in STACKED else 0
        if self.found.holds[index] and not self._is_argument(index):
            self.left_out.add(closing)
            return self.blank(index, index + 1)
        return self.put("expression", index, closing + 1)

    def stacked(self, index: int) -> int:
        r"""`\stackrel{(1)}{=}` is a relation; `\overset{\sim}{x}` is expression."""
        second = self.found.argument(index + 1)
        content = self.found.inside(second).strip(" &") if self.found.group(second) >= 0 else ""
        content = content or (self.found.texts[second] if second < len(self.found.texts) else "")
        form = RELATIONS.get(content, "")
        if not form:
            return self.put("expression", index, index + 1)
        above = self.found.inside(index + 1)
        if self.found.holds[index + 1] and above.strip() not in RELATIONS:  # \overset{\lambda > 1}{\approx}
            self.above.append((above.strip(), self.found.starts[index]))
        defines = form == "=" and any(sign in above for sign in DEFINING)
        return self.put("relation", index, self.found.argument(second), ":=" if defines else form)

    def letters(self, index: int, text: str) -> int:
        """Whatever is left: a bare word, an operator, or a piece of an expression."""
        after_words = bool(self.marks) and self.marks[-1].kind == "words"
        known = text in BARE_WORDS or (after_words and text in AFTER_CONDITION)
        if (known and not self._is_argument(index)) or text in (r"\forall", "∀"):
            return self.put("words", index, index + 1, text.lstrip("\\"))
        if text in OPERATORS:
            return self.put("operator", index, index + 1)
        return self.put("expression", index, index + 1)

    def _is_argument(self, index: int) -> bool:
        r"""Whether a group belongs to what stands before it: `x_{…}`, `\frac{…}{…}`, `\exp{…}`."""
        before = self.found.texts[index - 1] if index and index - 1 not in self.left_out else ""
        if before in ("_", "^", "}", "]") or before.startswith(r"\x"):  # \xrightarrow{x \to \infty}
            return True
        known = before in DROPPED or before in WIDE or before in RELATIONS or before in OPERATORS or before in FRAMES
        return (
            before.startswith("\\")
            and before[1:2].isalpha()
            and not known
            and not before.startswith((r"\begin", r"\end"))
        )


def _blanked(body: str, stretches: list[tuple[int, int]]) -> str:
    """The body with blanks for some of its stretches; line ends stay."""
    pieces, done = [], 0
    for start, end in sorted(stretches):
        if end > done:
            begin = max(start, done)
            pieces += [body[done:begin], "".join("\n" if letter == "\n" else " " for letter in body[begin:end])]
            done = end
    return "".join([*pieces, body[done:]])
