"""What is said of a class: how many stand where, the median, what was hard. The same on paper and on a terminal."""

from grader.report.class_summary import Asked, ClassSummary, Standing
from grader.report.words import number

FEW = 3  # people whose marks are told one by one
#: What is said of so many people: of one, and of several.
STANDINGS: dict[Standing, tuple[str, str]] = {
    "graded": ("is graded", "are graded"),
    "waiting": ("waits for a person", "wait for a person"),
    "ungraded": ("could not be graded", "could not be graded"),
    "missing": ("handed in nothing", "handed in nothing"),
    "excused": ("is excused", "are excused"),
}
TONES: dict[Standing, str] = {"waiting": "waiting", "ungraded": "lost"}


def people(count: int) -> str:
    """1 person, 12 people."""
    return "1 person" if count == 1 else f"{count:,} people"


def standings(summary: ClassSummary) -> tuple[tuple[str, str], ...]:
    """How many stand where, each with its tone; whoever nobody is, is left away."""
    said = []
    for standing, (one, several) in STANDINGS.items():
        if count := summary.count(standing):
            said.append((TONES.get(standing, "plain"), f"{count:,} {one if count == 1 else several}"))
    return tuple(said)


def spread(summary: ClassSummary) -> str:
    """Median and quartiles in a sentence."""
    marks, quartiles, most = summary.marks, summary.quartiles, number(summary.out_of)
    if quartiles is None:
        return "Nobody has a mark yet."
    if len(marks) <= FEW:
        told = [number(mark) for mark in marks]
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
        return f"{people(len(marks))} {'has a mark' if len(marks) == 1 else 'have marks'}: {listed} of {most}."
    low, middle, high = (number(round(each, 2)) for each in quartiles)
    so_far = " so far" if summary.count("waiting") or summary.count("ungraded") else ""
    return (
        f"Half of the {len(marks):,} people with a mark{so_far} have {middle} or more of {most}; the middle half lies "
        f"from {low} to {high}."
    )


def percent(asked: Asked) -> str:
    """48 %; "" where no point of the question is decided. Only all is 100 %."""
    if asked.share is None:
        return ""
    return f"{min(99, round(100 * asked.share)) if asked.share < 1 else 100} %"


def by_difficulty(summary: ClassSummary) -> tuple[Asked, ...]:
    """The questions, the hardest first; those of which nothing is decided stand last."""
    return tuple(
        sorted(summary.questions, key=lambda asked: asked.share if asked.share is not None else 2)
    )  # equals stay in order
