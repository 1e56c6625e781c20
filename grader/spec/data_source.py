"""One text of an assignment as its instructor writes it: a real set, what goes with it, and what stands in for it."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from grader.data.resolve import Wanted

#: The names of `grader.data`'s catalogue, written out: a spec is read without numpy. "" is
#: none. A test holds them together.
TextName = Literal["ptb", "ptb-course", "wikitext-2", "shakespeare", "sst", "imdb", ""]
VectorsName = Literal["glove-50", ""]
StandInName = Literal[
    "synthetic-words",
    "synthetic-neighbours",
    "synthetic-characters",
    "synthetic-sentences",
    "synthetic-reviews",
    "",
]
PartName = Literal["train", "dev", "test", "vocabulary", "vectors"]


def _is_digest(text: str) -> str:
    if text and (len(text) != 64 or set(text) - set("0123456789abcdef")):
        raise ValueError("a sha256 has 64 characters, 0 to 9 and a to f: `sha256sum FILE` prints it")
    return text


class PinnedFile(BaseModel):
    """One file of a set: where it lies and which edition it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = ""
    """Its place in the data folder, where it is not the usual one."""
    sha256: Annotated[str, AfterValidator(_is_digest)] = ""
    """The edition that thresholds were measured on; another one is refused."""


class DataSource(BaseModel):
    """A text that checks train and measure on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: TextName = ""
    """The real set; see docs/data.md. Left out, the synthetic one is used always."""
    vectors: VectorsName = ""
    """The word vectors that go with it."""
    stand_in: StandInName = ""
    """The synthetic set that takes its place where it is not in the data folder; the report says so."""
    files: dict[PartName, PinnedFile] = {}
    """Where its files lie, and which edition of them is meant: `train`, `dev`, `test`, `vectors`."""

    @model_validator(mode="after")
    def _something(self) -> "DataSource":
        if not (self.text or self.stand_in):
            raise ValueError("it names neither a `text` nor a `stand_in`: one of them is needed")
        return self

    @property
    def wanted(self) -> "Wanted":
        """The same, as the data room asks for it."""
        from grader.data.resolve import Pinned, Wanted

        files: dict[str, Pinned] = {part: Pinned(one.path, one.sha256) for part, one in self.files.items()}
        return Wanted(self.text, self.vectors, self.stand_in, files)
