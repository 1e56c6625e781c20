"""How one function of a hand-in may be written: shapes, made of steps, each with several right ways.

A step's ways do the same by different arithmetic; any of them fits any way of the steps around it. `$name` stands for
a name that each student chooses (`names.py`). Nothing is chosen here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing that has to be done, and the ways to do it: lines of a function's body."""

    name: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """One construction of a function: its steps in their order."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Function:
    """One function of the sheet."""

    name: str
    head: str  # name and parameters
    promise: str  # what its docstring says
    shapes: tuple[Shape, ...]


def step(name: str, *ways: str) -> Step:
    return Step(name, tuple(way.strip("\n") for way in ways))
