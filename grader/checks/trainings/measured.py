"""What is measured after a training, and how it reads: a perplexity, an accuracy, an association."""

from dataclasses import dataclass

from grader.outcome import Evidence, Finding


@dataclass(frozen=True)
class Measured:
    """One measurement. `finding` says why it does not reach what is asked for; None where it does.

    undecided: it is so little off that nobody can tell luck from a slip.
    """

    finding: Finding | None
    evidence: tuple[Evidence, ...]
    figures: tuple[tuple[str, float], ...]
    flags: tuple[str, ...] = ()
    undecided: bool = False
