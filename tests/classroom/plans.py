"""What one student chose: a shape and a way for every step of every function; and the text that this makes."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import Template

from tests.classroom.naive_softmax_ways import NAIVE_SOFTMAX
from tests.classroom.negative_sampling_ways import DRAWS, NEGATIVE_SAMPLING
from tests.classroom.sgd_ways import SGD
from tests.classroom.sigmoid_ways import SIGMOID, SOFTMAX
from tests.classroom.skipgram_ways import SKIPGRAM
from tests.classroom.slips import Slip
from tests.classroom.ways import Function, Shape

#: In the order of a module.
FUNCTIONS = (SIGMOID, SOFTMAX, NAIVE_SOFTMAX, DRAWS, NEGATIVE_SAMPLING, SKIPGRAM, SGD)


@dataclass(frozen=True)
class Chosen:
    """One function as one student writes it."""

    function: Function
    shape: Shape
    ways: tuple[str, ...]  # one for each step of the shape

    def text(self, names: Mapping[str, str], documented: bool) -> str:
        """Its source, the names filled in."""
        promise = f'    """{self.function.promise}"""\n' if documented else ""
        body = textwrap.indent("\n".join(way for way in self.ways if way), "    ")
        return Template(f"def {self.function.head}:\n{promise}{body}\n").substitute(names)


#: A function of the sheet -> what was chosen for it.
Plan = dict[str, Chosen]


def chosen(random: Random, slip: Slip | None = None) -> Plan:
    """A plan, with the slip in it."""
    return {function.name: _chosen(function, random, slip) for function in FUNCTIONS}


def _chosen(function: Function, random: Random, slip: Slip | None) -> Chosen:
    if slip is None or slip.function != function.name:
        shape = random.choice(function.shapes)
        return Chosen(function, shape, tuple(random.choice(step.ways) for step in shape.steps))
    [shape] = [shape for shape in function.shapes if shape.name == slip.shape]
    ways = [slip.steps.get(step.name, "").strip("\n") or random.choice(step.ways) for step in shape.steps]
    return Chosen(function, shape, tuple(ways))


def covering() -> list[Plan]:
    """So few plans that every shape, and every way of every step, stands in one of them."""
    rounds = max(
        sum(max(len(step.ways) for step in shape.steps) for shape in function.shapes) for function in FUNCTIONS
    )
    return [{function.name: _turn(function, number) for function in FUNCTIONS} for number in range(rounds)]


def _turn(function: Function, number: int) -> Chosen:
    """The choice of one round: shapes in turn, each until all its ways have stood in one."""
    lengths = [max(len(step.ways) for step in shape.steps) for shape in function.shapes]
    number %= sum(lengths)
    for shape, length in zip(function.shapes, lengths, strict=True):
        if number < length:
            return Chosen(function, shape, tuple(step.ways[number % len(step.ways)] for step in shape.steps))
        number -= length
    raise AssertionError("a round beyond the last shape")
