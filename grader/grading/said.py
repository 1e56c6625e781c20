"""What grading itself says of a check, beside what the check found: skipped behind a gate, graded with ours."""

from collections.abc import Mapping, Sequence

from grader.grading.substitutes import SheetFunction
from grader.outcome import Finding, Outcome, Verdict


def quoted(words: str) -> str:
    """As a shell takes it for one word: a title may have an apostrophe."""
    return "'" + words.replace("'", "'\\''") + "'"


def behind(gate: str) -> Outcome:
    what = f"Not looked at, because “{gate}” does not pass yet."
    return Outcome(Verdict.SKIPPED, 0.0, Finding(what, category=what))


def absent_note(absent: Mapping[str, Sequence[str]]) -> str:
    names = " and ".join(f"`{name}`" for names in absent.values() for name in names)
    files = " and ".join(f"{module}.py" for module in absent)
    return f"Graded with our own {names}, because {files} is missing or cannot be read."


def cannot_be_lent(others: list[SheetFunction]) -> Outcome:
    """The check works with functions that cost their own marks already, and ours cannot take their place in it."""
    names = " and ".join(f"`{function.name}`" for function in others)
    finding = Finding(
        f"This could not be tried without {names}, which lost marks in another check already.",
        "",
        "Nothing more is lost here: a person will look at it. Mend that first.",
    )
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding)


def second_note(others: list[SheetFunction]) -> str:
    names = " and ".join(f"`{function.name}`" for function in others)
    return f"Graded with our own {names} in place of yours, which costs marks in its own question only."
