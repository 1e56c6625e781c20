r"""What a derivation check asks for, as an instructor writes it: goals, properties, regimes, examples."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from grader.checks.deriving.notation import Latex


class _Wanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Share = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class DerivationGoal(_Wanted):
    """Something that an answer must derive."""

    target: Latex
    r"""What its left side is: `\frac{\partial J}{\partial v_c}`."""
    name: str = ""
    """How a report calls it; without one, by its target."""
    when: str = ""
    r"""The condition under which it is asked, where an answer comes in parts: `w \neq o`."""
    meaning: Latex | None = None
    """What the target is, where its spelling is not itself an expression of the notation."""
    result: Latex
    """A right last line, in any of its forms; students never see it while marks are open."""
    without: list[str] = []
    """Names and functions that a finished answer no longer holds: `[J]`."""
    steps: int = Field(default=1, ge=0, le=20)
    """How many expressions must at least stand between the left side and the last one; 0 where a result says all."""
    share: Share = 1.0
    """Its share of the points, beside the other goals and properties."""

    @property
    def shown(self) -> str:
        """What a report calls it; no two goals of a check are called alike."""
        return self.name or (f"{self.target}, {self.when}" if self.when else self.target)


def _choices(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


#: One right choice, or several.
Usual = Annotated[
    tuple[Latex, ...],
    Field(min_length=1),
    BeforeValidator(_choices),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


class ChosenProperty(_Wanted):
    """A name that the student chooses, where many choices are right: any M with MA = A and MB = 0."""

    name: str
    """The variable or definition that the student chooses."""
    goals: list[Latex] = Field(min_length=1)
    r"""What must hold for the choice, each `left = right` or `left \approx right`."""
    usual: Usual
    """A right choice, or several with the likeliest first; other lines are read with it where a student made none."""
    share: Share = 1.0
    """Its share of the points, beside the goals and other properties."""
    otherwise: str = ""
    """A sentence for a wrong choice, where the goals as formulas would say nothing to a student."""
    optional: bool = False
    """It may be chosen again here and need not be: it counts where it is written, and nothing waits for it."""


def _interval(bounds: tuple[float, float]) -> tuple[float, float]:
    if not bounds[0] < bounds[1]:
        raise ValueError(f"`[{bounds[0]:g}, {bounds[1]:g}]` is no interval: write the smaller number first")
    return bounds


Bound = Annotated[float, Field(allow_inf_nan=False)]


class LimitRegime(_Wanted):
    """Where a limit is looked at."""

    name: str = Field(min_length=1)
    """What a report calls it: `0 < λ < 1`."""
    intervals: dict[str, Annotated[tuple[Bound, Bound], AfterValidator(_interval)]] = Field(min_length=1)
    """Variables that are drawn between two numbers there: `{beta: [40, 60]}`."""


class WrongExample(_Wanted):
    """A wrong chain, and where it must be found to break."""

    chain: Latex
    """The chain in one line: `left = step = step`."""
    step: int = Field(ge=0)
    """The first wrong expression; 0 is the left side."""
    slip: str = ""
    """Words that an explanation of the slip must contain."""


class DerivationExamples(_Wanted):
    """Chains with which `grade validate` proves the check."""

    right: list[Latex] = []
    """Chains that hold in every step."""
    wrong: list[WrongExample] = []
    """Chains that break, each with the step."""
