"""Train, dev and test from whatever files are there. Texts only; who may see which part is decided elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from grader.data.corpora import Example

PARTS = ("train", "dev", "test")

Text = TypeVar("Text", bound=Sequence[object])


@dataclass(frozen=True)
class Three(Generic[Text]):
    """The three parts, and what a reader of figures should know about them."""

    train: Text
    dev: Text
    test: Text
    notes: tuple[str, ...] = ()


def in_three(given: Mapping[str, Text]) -> Three[Text]:
    """All three parts: what is missing is cut off the end of the first that is there, a tenth each.

    given: at least one of `train`, `dev`, `test`.
    """
    source = next(part for part in PARTS if part in given)
    shared = [part for part in PARTS if part not in given or part == source]
    text = given[source]
    tenth = len(text) // 10
    pieces = dict(given)
    end = len(text)
    for part in reversed(shared[1:]):
        pieces[part] = text[end - tenth : end]  # type: ignore[assignment]  # a slice of a text is one
        end -= tenth
    pieces[shared[0]] = text[:end]  # type: ignore[assignment]  # as above
    return Three(pieces["train"], pieces["dev"], pieces["test"], _notes(source, shared))


def _notes(source: str, shared: Sequence[str]) -> tuple[str, ...]:
    if len(shared) == 1:
        return ()
    absent = " and ".join(part for part in shared if part != source)
    tenths = " and ".join(f"a tenth for {part}" for part in shared[1:])
    rest = "" if source == "train" else ", and the rest is train"
    return (f"There is no file of {absent}: from the end of {source}'s, {tenths} is taken{rest}.",)


def without_copies(three: Three[tuple[Example, ...]]) -> Three[tuple[Example, ...]]:
    """The same, but no text of test stands in dev or train, and none of dev in train."""
    test = {example.text for example in three.test}
    dev = tuple(example for example in three.dev if example.text not in test)
    held = test | {example.text for example in dev}
    train = tuple(example for example in three.train if example.text not in held)
    notes = [
        f"{count} texts of {part} stand in {later}, too, and are left out of {part}."
        for part, later, count in (
            ("train", "dev or test", len(three.train) - len(train)),
            ("dev", "test", len(three.dev) - len(dev)),
        )
        if count
    ]
    return Three(train, dev, three.test, (*three.notes, *notes))
