"""One drawn set of arguments, with what is known about it that an explanation can use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FunctionName:
    """A function of the reference, by its dotted name: the check puts a Callback in its place before it calls."""

    name: str


@dataclass(frozen=True)
class Case:
    """The arguments of one call in the spec's order, drawn from one seed."""

    label: str  # "draw 3 (V = 7, D = 4, K = 12)"
    dimensions: Mapping[str, int]
    arguments: Mapping[str, Any]
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # argument: its dimensions' letters
    #: dimension's letter: row: what it is ("the target's row", "drawn 3 times")
    rows: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
