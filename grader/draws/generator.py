"""What all generators of arguments share: their letters, the arguments they refer to. No generator stands here."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from grader.draws.sizes import letters


def read_dotted(name: str) -> str:
    """A name with its module, `samplers.TokenSampler`. Raises ValueError with a sentence."""
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", name):
        raise ValueError(f"`{name}` isn't a name with its module: write `module.name`")
    return name


def read_reference(name: str) -> str:
    """A function of the reference: `word2vec.sigmoid`, or `sigmoid` of the assignment's own `reference.py`.

    Raises ValueError with a sentence.
    """
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name):
        raise ValueError(f"`{name}` isn't a function's name: write `module.name`, or `name` for your own reference.py")
    return name


Dotted = Annotated[str, AfterValidator(read_dotted)]
ReferenceName = Annotated[str, AfterValidator(read_reference)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class GeneratorBase(BaseModel):
    """What every generator can tell: which letters it uses and which other arguments it refers to."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    sized: ClassVar[tuple[str, ...]] = ()
    referring: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[bool] = False  # the same in every draw, its letters aside

    def letters(self) -> tuple[str, ...]:
        """The dimensions' letters it uses, each once."""
        sizes = (size for name in self.sized for size in _flat(getattr(self, name)))
        return tuple(dict.fromkeys(letter for size in sizes for letter in letters(size)))

    def references(self) -> tuple[tuple[str, str], ...]:
        """Its keys that name another argument, each with the argument's name."""
        return tuple((name, getattr(self, name)) for name in self.referring if getattr(self, name))

    def within(self) -> Iterator["GeneratorBase"]:
        """Itself and the generators it is made of."""
        yield self


def _flat(value: Any) -> Iterator[int | str]:
    if isinstance(value, dict):
        value = list(value.values())
    for part in value if isinstance(value, list) else [value]:
        if part is not None:
            yield part
