"""A written part as one sheet reads it: what its labels decide where a text may be numbered in two ways.

"Problem 1" is a question on one sheet and the first of a question's problems on another; the numbers that LaTeX prints
by itself are the sheet's where every section fits. What stays in doubt is left as it was.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from grader.submission.answer import WrittenAnswer
from grader.submission.labels import key, read_label

#: A label's normal form, and every text that stands under it.
Sections = Mapping[str, tuple[WrittenAnswer, ...]]

_PROBLEM = re.compile(r"(?:\d+\.|p)\d+")
_DOTTED = re.compile(r"\d+\.\d+")
_LETTERED = re.compile(r"\d+[a-z]")


@dataclass(frozen=True)
class Sheet:
    """The labels of a sheet's questions, in their normal form."""

    labels: frozenset[str]

    @classmethod
    def of(cls, labels: Iterable[str]) -> "Sheet":
        """The sheet whose questions have these labels, as a spec spells them."""
        return cls(frozenset(key(read.parts) if (read := read_label(one)) else one.strip().lower() for one in labels))

    def read(self, sections: Sections, own_numbers: Collection[Sections]) -> dict[str, tuple[WrittenAnswer, ...]]:
        """The texts under the labels that are meant. own_numbers: documents read by the numbers that LaTeX prints."""
        found = dict(sections)
        for numbered in filter(self._fits, own_numbers):
            found = _instead(found, numbered)
        return _without(found, lambda label, answer: self._is_another(label, answer, found))

    # ---- "Problem 1"
    def _is_another(self, label: str, answer: WrittenAnswer, sections: Sections) -> bool:
        """Whether a text belongs to the other label that it may have, and not to this one."""
        problem = _PROBLEM.match(answer.rather)
        if problem is None or not any(_begins(one, problem.group()) for one in self.labels):
            return False
        return problem.group()[0] != "p" or self._counts_problems(_number(label), sections)

    def _counts_problems(self, number: str, sections: Sections) -> bool:
        """Whether "Problem 1" below no section is no question: that has an answer of its own, or there is one problem
        more than the sheet has questions."""
        for label, answers in sections.items():
            for answer in answers:
                if not answer.rather and _number(label) == number:
                    return True
                if answer.rather[:1] == "p" and self._is_no_question(_number(label), answer.rather):
                    return True
        return False

    def _is_no_question(self, number: str, rather: str) -> bool:
        problem = _PROBLEM.match(rather)
        return problem is not None and number not in self._numbers and problem.group() in self.labels

    # ---- LaTeX's own numbers
    @property
    def _numbers(self) -> set[str]:
        return {number for one in self.labels if (number := _number(one))}

    def _fits(self, numbered: Sections) -> bool:
        """Whether the numbers are the sheet's: each of its questions is there, and no part that it does not have."""
        return all(self._is_there(number, numbered) for number in self._numbers) and all(map(self._has, numbered))

    def _is_there(self, number: str, numbered: Sections) -> bool:
        problems = {one.group() for label in self.labels if (one := _DOTTED.match(label)) and _number(label) == number}
        theirs = {one.group() for label in numbered if (one := _DOTTED.match(label)) and _number(label) == number}
        if problems:
            return theirs == problems
        return number in numbered and (
            number in self.labels or any(label in numbered for label in self.labels if _number(label) == number)
        )

    def _has(self, label: str) -> bool:
        """Whether the sheet may have such a part; what a list counts below it is no part."""
        part = _LETTERED.match(label)
        if part is None:
            return True
        parts = [one for one in self.labels if _number(one) == _number(label) and _LETTERED.match(one)]
        if not parts:
            return _number(label) in self._numbers
        return any(one.startswith(part.group()) for one in parts)


def _instead(sections: Sections, numbered: Sections) -> dict[str, tuple[WrittenAnswer, ...]]:
    """The sections with one document read by other numbers."""
    files = {answer.file for answers in numbered.values() for answer in answers}
    found = _without(sections, lambda _, answer: answer.file in files)
    return found | {label: (*found.get(label, ()), *answers) for label, answers in numbered.items()}


def _without(sections: Sections, is_out: Callable[[str, WrittenAnswer], bool]) -> dict[str, tuple[WrittenAnswer, ...]]:
    kept = {one: tuple(each for each in answers if not is_out(one, each)) for one, answers in sections.items()}
    return {label: answers for label, answers in kept.items() if answers}


def _number(label: str) -> str:
    """The number of the question that a label begins with; "" without."""
    match = re.match(r"\d+", label)
    return match.group() if match else ""


def _begins(label: str, beginning: str) -> bool:
    """Whether a label is this one or a part of it: "2.1b" of "2.1", and "2.10" is not."""
    return label.startswith(beginning) and not label[len(beginning) :][:1].isdigit()
