"""The nineteen cheats with the test that catches each, as docs/honesty.md lists them; and the honest models."""

from dataclasses import dataclass

from grader.honesty.model import Standing
from tests.honesty import students as s
from tests.honesty.students import Student, World


@dataclass(frozen=True)
class Cheat:
    """A way to a better number. Its docstring says what it does."""

    made: type[Student]
    caught_by: str
    standing: Standing = Standing.FAULT

    @property
    def does(self) -> str:
        assert self.made.__doc__
        return self.made.__doc__

    def in_world(self, world: World) -> Student:
        if self.made is s.Leaked:
            return s.Leaked(world.hidden.tokens, world.train, world.hidden.text)
        return self.made(world.hidden.tokens, world.train)


SUMS = "the probabilities of all tokens sum to 1"
COUNTED = "every token has a probability"
UNIFORM = "a uniform model has the perplexity V"
SKEWED = "a skewed model has the perplexity that it has"
OWN = "your perplexity is that of your own probabilities"
PARTS = "the parts of a text add up"
CAUSAL = "what follows moves no earlier log-probability"
REMEMBERS = "a text that was read once is as new the second time"
FLOOR = "no better than an honest model can be"
CALIBRATED = "the model is as sure as it is right"

CHEATS = (
    Cheat(s.Unnormalised, SUMS),
    Cheat(s.SigmoidScores, SUMS),
    Cheat(s.DropsRareWords, COUNTED),
    Cheat(s.SharesUnknown, SUMS),
    Cheat(s.TwoToTheNats, UNIFORM),
    Cheat(s.EToTheBits, UNIFORM),
    Cheat(s.MeanOfMeans, SKEWED),
    Cheat(s.MeanOfPerplexities, SKEWED),
    Cheat(s.MeanProbability, SKEWED),
    Cheat(s.NoEnd, COUNTED),
    Cheat(s.OneTooMany, UNIFORM),
    Cheat(s.Peeks, CAUSAL),
    Cheat(s.PeeksWithState, REMEMBERS),
    Cheat(s.Refits, PARTS),
    Cheat(s.Sharpened, CALIBRATED, Standing.WARNING),
    Cheat(s.RaisesSmall, SKEWED),
    Cheat(s.HardCoded, UNIFORM),
    Cheat(s.EvaluatesTraining, OWN),
    Cheat(s.Leaked, FLOOR),
)

HONEST = (s.Student, s.Interpolated, s.Adaptive, s.WithoutDistributions, s.Float32, s.Network)
