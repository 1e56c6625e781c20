"""Which text is used: the real set, where the instructor has it, else the synthetic one; and a sentence that says so.

A set that is there but is not the one meant is never passed over in silence: that raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from grader.data.catalogue import TEXTS, VECTORS, RealSet, TextSet
from grader.data.corpora import CharacterCorpus, Corpus, LabelledCorpus
from grader.data.parts import PARTS
from grader.data.stored import Stored, demand, find
from grader.data.synthetic import SYNTHETIC
from grader.data.vector_file import VectorFile
from grader.draws.draws import Draws
from grader.mistake_of_user import UserMistake
from grader.nearest import nearest
from grader.outcome import Finding

Known = TypeVar("Known")


class DataMissing(UserMistake):
    """A set that nothing may stand in for is not in the data folder."""


@dataclass(frozen=True)
class Pinned:
    """What a spec says of one file: where it lies in the data folder, and its sha256; "" leaves either open."""

    path: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a spec names: a real set, the vectors that go with it, and what stands in where either is absent."""

    text: str = ""  # a name of the catalogue's TEXTS; "" for the synthetic set alone
    vectors: str = ""  # a name of its VECTORS; "" where none are needed
    stand_in: str = ""  # a name of SYNTHETIC; "" where nothing may stand in
    files: Mapping[str, Pinned] = field(default_factory=dict)  # by part; `vectors` for the vectors' file


@dataclass(frozen=True)
class Used:
    """The text that is used, and what a report says about it."""

    name: str
    corpus: Corpus
    real: bool
    said: str


def resolve(wanted: Wanted, folder: Path | None, draws: Draws) -> Used:
    """The real set if all of it is there, else what stands in for it, drawn from `draws`.

    folder: the data folder, `--data`; None where nobody named one.
    Raises DataMissing, DataUnusable, and ValueError for a name that is in no catalogue.
    """
    if folder is not None and not folder.is_dir():
        advice = "Give `--data` the folder that holds the data sets."
        raise DataMissing(Finding("The data folder is not there.", str(folder), advice))
    if not wanted.text:
        return _synthetic(wanted, "The text is a synthetic one", draws)
    text = named(wanted.text, TEXTS)
    vectors = named(wanted.vectors, VECTORS) if wanted.vectors else None
    files = _found(text, wanted, folder)
    vector_files = _found(vectors, wanted, folder) if vectors else {}
    absent: RealSet | None = text if not files else vectors if not vector_files else None
    if absent is None:
        return _real(text, files, vector_files, wanted)
    if not wanted.stand_in:
        raise DataMissing(_missing(absent, folder))
    why = "no data folder was named" if folder is None else f"{absent.title} is not in the data folder"
    return _synthetic(wanted, f"A synthetic text takes the place of {text.title}: {why}", draws)


def files_of(wanted: Wanted, folder: Path | None) -> tuple[Stored, ...]:
    """The files that `resolve` would read; none where a synthetic text is drawn.

    Raises DataUnusable, and ValueError for a name that is in no catalogue.
    """
    text = _found(named(wanted.text, TEXTS), wanted, folder) if wanted.text else {}
    vectors = _found(named(wanted.vectors, VECTORS), wanted, folder) if wanted.vectors else {}
    return (*text.values(), *vectors.values())


def named(name: str, catalogue: Mapping[str, Known]) -> Known:
    """What the catalogue has under that name. Raises ValueError with the nearest name."""
    if name not in catalogue:
        raise ValueError(f"there is no data set `{name}`; {nearest(name, catalogue)}")
    return catalogue[name]


def _synthetic(wanted: Wanted, said: str, draws: Draws) -> Used:
    draw = named(wanted.stand_in, SYNTHETIC)
    return Used(wanted.stand_in, draw(draws), real=False, said=f"{said} (`{wanted.stand_in}`).")


def _found(known: RealSet, wanted: Wanted, folder: Path | None) -> dict[str, Stored]:
    """The set's files by part; empty where none is there, or one that the spec names is not."""
    found: dict[str, Stored] = {}
    if folder is None:
        return found
    for part, places in known.files.items():
        pinned = wanted.files.get(part, Pinned())
        here = [stored for place in ((pinned.path,) if pinned.path else places) if (stored := find(folder, place))]
        if here:
            found[part] = here[0]
        elif pinned.path or pinned.sha256:
            return {}
    return found if set(found) & {*PARTS, "vectors"} else {}


def _real(text: TextSet, files: Mapping[str, Stored], vector_files: Mapping[str, Stored], wanted: Wanted) -> Used:
    everything = {**files, **vector_files}
    for part, stored in everything.items():
        if pinned := wanted.files.get(part, Pinned()).sha256:
            demand(stored, pinned)
    corpus = text.read(files)
    if vector_files:
        corpus = _with_vectors(corpus, VectorFile(vector_files["vectors"]))
    listed = ", ".join(stored.name for stored in everything.values())
    loose = [stored.name for part, stored in everything.items() if not wanted.files.get(part, Pinned()).sha256]
    said = f"The text is {text.title} ({listed})."
    if loose:
        said += f" The spec states no sha256 for {', '.join(loose)}, so another edition would not be noticed."
    return Used(text.name, corpus, real=True, said=" ".join([said, *corpus.notes]))


def _with_vectors(corpus: Corpus, file: VectorFile) -> Corpus:
    """The corpus with the vectors of its own words, and of their lower case: GloVe has no capitals.

    Raises ValueError for characters, which have no vectors.
    """
    if isinstance(corpus, CharacterCorpus):
        raise ValueError("a text of characters has no word vectors")
    if isinstance(corpus, LabelledCorpus):
        spoken = {word for part in (corpus.train, corpus.dev, corpus.test) for one in part for word in one.words}
    else:
        spoken = {word for part in (corpus.train, corpus.dev, corpus.test) for words in part for word in words}
    return replace(corpus, vectors=file.of(spoken | {word.lower() for word in spoken}))


def _missing(absent: RealSet, folder: Path | None) -> Finding:
    """What is not there, where it was looked for, where to get it and where to put it."""
    places = ", ".join(f"`{first[0]}`" for first in absent.files.values())
    return Finding(
        f"{absent.title} is needed and is not there: {absent.what}. Licence: {absent.licence}.",
        "no data folder was named" if folder is None else f"looked in {folder}",
        f"Get it ({absent.source}), put it into a folder as {places}, and name that folder with `--data`.",
    )
