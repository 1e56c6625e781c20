"""What trying a spec showed: flaws to be mended, margins, mistakes that raise. Tries nothing itself."""

from dataclasses import dataclass, field, replace

from grader.outcome import Finding


@dataclass(frozen=True)
class Flaw:
    """One thing about a spec or its reference that has to be mended, and the seeds that show it."""

    finding: Finding
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Margin:
    """How near a reference's gradient is to central differences of its own loss: 1 is the allowed gap."""

    check: str
    value: str
    share: float


@dataclass(frozen=True)
class Validation:
    """What was tried and what has to be mended."""

    slug: str
    seeds: tuple[str, ...]
    checks: int  # that call code; a person reads the others
    mistakes: int  # known ones, each tried under every seed
    flaws: tuple[Flaw, ...]
    #: Known mistakes that no check names because they raise: they lose marks and the student reads the exception.
    raising: tuple[str, ...] = ()
    margins: tuple[Margin, ...] = ()
    #: What references reached beside what is asked, and in what time; a line each.
    said: tuple[str, ...] = ()
    derivations: int = 0
    examples: int = 0  # chains that derivations are proved with

    @property
    def ok(self) -> bool:
        """Whether students can be graded with it."""
        return not self.flaws

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every flaw as a message, with the seeds that show it."""
        return tuple(
            replace(flaw.finding, where=f"{flaw.finding.where} (seed {', '.join(flaw.seeds)})") for flaw in self.flaws
        )

    @property
    def summary(self) -> str:
        """One line for the terminal."""
        derivations = f", {self.derivations} derivations with {self.examples} examples" if self.derivations else ""
        tried = f"{self.slug}: {self.checks} checks and {self.mistakes} known mistakes{derivations}"
        tried += f" under {len(self.seeds)} seeds"
        if self.flaws:
            return f"{tried}; {len(self.flaws)} to mend."
        raising = f"; {len(self.raising)} of the mistakes raise and are told by their exception" if self.raising else ""
        margin = f"; gradients within {self.narrowest.share:.1g} of what is allowed" if self.narrowest else ""
        clean = "the reference passes, a stub earns nothing, each mistake is caught and named"
        derived = "; results are worth their targets, each example is judged as it says" if self.derivations else ""
        return f"{tried}: {clean}{raising}{margin}{derived}."

    @property
    def narrowest(self) -> Margin | None:
        """The gradient of the reference that agrees least with central differences."""
        return max(self.margins, key=lambda margin: margin.share, default=None)


@dataclass
class Tally:
    """What the seeds showed, each thing once."""

    found: dict[Finding, list[str]] = field(default_factory=dict)
    raising: set[str] = field(default_factory=set)
    margins: dict[tuple[str, str], Margin] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def flaw(self, seed: str, what: str, where: str, advice: str) -> None:
        self.found.setdefault(Finding(what, where, advice), []).append(seed)

    def flaws(self) -> tuple[Flaw, ...]:
        return tuple(Flaw(finding, tuple(dict.fromkeys(seeds))) for finding, seeds in self.found.items())

    def margin(self, margin: Margin) -> None:
        key = (margin.check, margin.value)
        if key not in self.margins or self.margins[key].share < margin.share:
            self.margins[key] = margin
