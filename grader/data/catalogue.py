"""The real sets that a spec may name: what each is, its licence, where an instructor gets it, its files, its reader.

Nothing here is shipped with the project, and nothing is ever downloaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grader.data.character_files import character_corpus
from grader.data.corpora import Corpus
from grader.data.reviews import review_corpus
from grader.data.stored import Stored
from grader.data.trees import tree_corpus
from grader.data.word_files import word_corpus


@dataclass(frozen=True)
class RealSet:
    """One set. `files` has for each part the places in the data folder where it may lie; `*` stands for any name.

    Every place may have `.xz` or `.gz` behind it. The first place that is there is taken.
    """

    name: str
    title: str
    what: str
    licence: str
    source: str  # where an instructor gets it
    files: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TextSet(RealSet):
    """A set of texts, and what reads its files."""

    read: Callable[[Mapping[str, Stored]], Corpus]


_PENN = "for members and licensees of the Linguistic Data Consortium: never pass it on, never put it into a repository"

TEXTS: Mapping[str, TextSet] = {
    one.name: one
    for one in (
        TextSet(
            name="ptb",
            title="Penn Treebank",
            what="Wall Street Journal sentences, 10,000 words, rare ones as <unk>: the text that language models are "
            "compared on",
            licence=_PENN,
            source="The Treebank is LDC99T42 of the Linguistic Data Consortium; the prepared text is in "
            "`simple-examples.tgz` on Tomáš Mikolov's pages (data/ptb.train.txt and so on)",
            files={
                "train": ("ptb/ptb.train.txt", "simple-examples/data/ptb.train.txt"),
                "dev": ("ptb/ptb.valid.txt", "simple-examples/data/ptb.valid.txt"),
                "test": ("ptb/ptb.test.txt", "simple-examples/data/ptb.test.txt"),
            },
            read=word_corpus,
        ),
        TextSet(
            name="ptb-course",
            title="Penn Treebank, the course's files",
            what="the same newspaper with tags, a word a line, and the vocabulary with counts that the starter reads",
            licence=_PENN,
            source="The data folder that the course gives with the neural bigram: `ptb-train.txt`, `ptb-dev.txt`, "
            "`vocab.ptb.txt`",
            files={
                "train": ("ptb/ptb-train.txt", "data/lm/ptb-train.txt"),
                "dev": ("ptb/ptb-dev.txt", "data/lm/ptb-dev.txt"),
                "test": ("ptb/ptb-test.txt", "data/lm/ptb-test.txt"),
                "vocabulary": ("ptb/vocab.ptb.txt", "data/lm/vocab.ptb.txt"),
            },
            read=word_corpus,
        ),
        TextSet(
            name="wikitext-2",
            title="wikitext-2",
            what="good Wikipedia articles, tokenised, rare words as <unk>, headings as lines of their own",
            licence="CC BY-SA 3.0",
            source="`wikitext-2-v1.zip`, by Merity et al. (2016), from Salesforce Research or a mirror of theirs",
            files={
                "train": ("wikitext2/train.txt", "wikitext-2/wiki.train.tokens"),
                "dev": ("wikitext2/valid.txt", "wikitext-2/wiki.valid.tokens"),
                "test": ("wikitext2/test.txt", "wikitext-2/wiki.test.tokens"),
            },
            read=word_corpus,
        ),
        TextSet(
            name="shakespeare",
            title="Tiny Shakespeare",
            what="40,000 lines of his plays as one text, 1.1 MB",
            licence="public domain",
            source="`data/tinyshakespeare/input.txt` of the GitHub repository karpathy/char-rnn",
            files={"train": ("shakespeare/tinyshakespeare.txt", "shakespeare/input.txt", "tinyshakespeare/input.txt")},
            read=character_corpus,
        ),
        TextSet(
            name="sst",
            title="Stanford Sentiment Treebank",
            what="11,855 sentences of film reviews as trees, labels 0 (very negative) to 4 (very positive)",
            licence="free for research; cite Socher et al. (2013)",
            source="`trainDevTestTrees_PTB.zip` on nlp.stanford.edu/sentiment",
            files={
                "train": ("sst/train.txt", "trees/train.txt"),
                "dev": ("sst/dev.txt", "trees/dev.txt"),
                "test": ("sst/test.txt", "trees/test.txt"),
            },
            read=tree_corpus,
        ),
        TextSet(
            name="imdb",
            title="IMDB reviews",
            what="50,000 film reviews, negative and positive, half for training; or some of them as JSON lines",
            licence="free for research; cite Maas et al. (2011)",
            source="`aclImdb_v1.tar.gz` on ai.stanford.edu/~amaas/data/sentiment",
            files={
                "train": ("aclImdb/train", "imdb/train", "imdb/*train*.jsonl"),
                "test": ("aclImdb/test", "imdb/test", "imdb/*test*.jsonl"),
            },
            read=review_corpus,
        ),
    )
}

#: Ready-made word vectors: one file, the part `vectors`.
VECTORS: Mapping[str, RealSet] = {
    one.name: one
    for one in (
        RealSet(
            name="glove-50",
            title="GloVe, 50 numbers a word",
            what="word vectors of 6 billion tokens, 400,000 words; a file with the needed words alone will do",
            licence="Public Domain Dedication and License 1.0",
            source="`glove.6B.zip` on nlp.stanford.edu/projects/glove",
            files={"vectors": ("glove/glove.6B.50d*.txt", "glove50/glove.6B.50d*.txt", "glove.6B.50d.txt")},
        ),
    )
}
