"""What is known of a written derivation once it was judged: every chain with a verdict for each of its steps."""

from dataclasses import dataclass

from grader.derivation.steps import Unread
from grader.derivation.verdicts import Status, overall


@dataclass(frozen=True)
class Slip:
    """An edit of the student's own expression that makes it right, and so names what went wrong.

    kind: the same word for everybody who made it ("sign of a term"), for tables of mistakes. sentence: for the student.
    """

    kind: str
    sentence: str


@dataclass(frozen=True)
class JudgedStep:
    """One expression. relation: "" for a left side, else "=" or "≈". note: why it breaks or is not read, or how it
    was read. understood: its tree in one line, "" where not read. follows: from the step before it; of a step that
    breaks this is an error carried forward. expanded: the same with the student's own commands written out, or "".
    readable: what was understood, as people write it; `understood` is what expressions are compared by.
    """

    relation: str
    latex: str
    line: int
    status: Status
    note: str = ""
    understood: str = ""
    follows: bool | None = None
    expanded: str = ""
    readable: str = ""


@dataclass(frozen=True)
class JudgedChain:
    r"""A left side and its steps. about: numbers of the goals (and, counted on after the
    goals, of the properties) that it is about; a formula with cases may answer two goals at once.

    finished: whether its last expression is a result, and not a derivative that waits to be taken.
    slips: at most two. counterexample: numbers that show the break where no slip explains it, or "".
    regime: where it holds, if it does not hold everywhere ("λ > 1").
    when: the conditions that it was judged under: words, and LaTeX ("for", `w \neq o`).
    towards: numbers of the goals that its left side lies on the way to, as ∂J/∂z on that to ∂J/∂x.
    """

    steps: tuple[JudgedStep, ...]
    about: tuple[int, ...] = ()
    first_wrong: int | None = None
    rejoins: int | None = None
    final_right: bool | None = None
    finished: bool = False
    slips: tuple[Slip, ...] = ()
    counterexample: str = ""
    regime: str = ""
    when: tuple[tuple[str, str], ...] = ()
    towards: tuple[int, ...] = ()

    @property
    def status(self) -> Status:
        """Breaks if any step does; holds only if all do."""
        return overall(step.status for step in self.steps)


@dataclass(frozen=True)
class Judged:
    """A whole answer. own: names that the student introduced, with their meaning as read. used: all that were met."""

    chains: tuple[JudgedChain, ...] = ()
    unread: tuple[Unread, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    used: frozenset[str] = frozenset()

    @property
    def rank(self) -> tuple[int, int]:
        """How far from all right it is: chains that don't hold, and of these those that break."""
        open_, broken = (
            sum(chain.status in statuses for chain in self.chains)
            for statuses in ((Status.BREAKS, Status.NOT_READ), (Status.BREAKS,))
        )
        return open_, broken
