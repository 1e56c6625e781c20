import hashlib
from pathlib import Path

import pytest

from grader.data import synthetic
from grader.data.catalogue import TEXTS, VECTORS
from grader.data.resolve import DataMissing, Pinned, Wanted, resolve
from grader.data.stored import DataUnusable
from grader.data.synthetic import SYNTHETIC
from grader.draws.draws import Draws
from tests.data.folders import laid, told

TREES = "(3 good film)\n".replace("good film", "(2 Good) (2 film)")
SST = {"sst/train.txt": TREES * 3, "sst/dev.txt": "(1 bad)\n", "sst/test.txt": "(2 so)\n"}
GLOVE = {"glove/glove.6B.50d.txt": "good 1 2\nfilm 3 4\nGood 9 9\nrest 5 6\n"}
WANTED = Wanted("sst", "glove-50", "synthetic-sentences")


@pytest.fixture(autouse=True)
def short_texts(monkeypatch):
    monkeypatch.setattr(synthetic, "_SHORT", (30, 10, 10))


def used(wanted, folder):
    return resolve(wanted, folder, Draws("seed"))


def test_the_real_set_is_used_where_it_is_and_the_files_are_named(tmp_path):
    found = used(WANTED, laid(tmp_path, {**SST, **GLOVE}))
    assert found.real
    assert found.name == "sst"
    assert found.corpus.test[0].text == "so"
    assert found.said.startswith(
        "The text is Stanford Sentiment Treebank (sst/train.txt, sst/dev.txt, sst/test.txt, glove/glove.6B.50d.txt)."
    )


def test_vectors_are_those_of_the_texts_words_and_of_their_lower_case(tmp_path):
    vectors = used(WANTED, laid(tmp_path, {**SST, **GLOVE})).corpus.vectors
    assert vectors.words == ("good", "film", "Good")
    assert vectors.rows.tolist() == [[1, 2], [3, 4], [9, 9]]


def test_without_a_folder_the_synthetic_one_is_used_and_said():
    found = used(WANTED, None)
    assert not found.real
    assert found.name == "synthetic-sentences"
    assert len(found.corpus.test) == 10
    said = "A synthetic text takes the place of Stanford Sentiment Treebank: no data folder was named"
    assert found.said == f"{said} (`synthetic-sentences`)."


@pytest.mark.parametrize(
    ("files", "absent"), [(GLOVE, "Stanford Sentiment Treebank"), (SST, "GloVe, 50 numbers a word")]
)
def test_where_text_or_vectors_are_absent_both_are_synthetic(tmp_path, files, absent):
    found = used(WANTED, laid(tmp_path, files))
    assert not found.real
    assert f"{absent} is not in the data folder" in found.said
    assert found.corpus.vectors.words == found.corpus.oracle.words


def test_a_synthetic_set_may_be_meant():
    found = used(Wanted(stand_in="synthetic-sentences"), None)
    assert found.said == "The text is a synthetic one (`synthetic-sentences`)."


def test_where_nothing_may_stand_in_the_message_says_what_where_from_and_where_to(tmp_path):
    with pytest.raises(DataMissing) as raised:
        used(Wanted("sst"), tmp_path)
    message = told(raised.value)
    assert "11,855 sentences of film reviews" in message
    assert "cite Socher et al." in message
    assert f"looked in {tmp_path}" in message
    assert "nlp.stanford.edu/sentiment" in message
    assert "`sst/train.txt`, `sst/dev.txt`, `sst/test.txt`, and name that folder with `--data`" in message


def test_without_a_folder_it_says_that_none_was_named():
    with pytest.raises(DataMissing) as raised:
        used(Wanted("ptb"), None)
    assert "no data folder was named" in told(raised.value)


def test_missing_vectors_are_told_the_same_way(tmp_path):
    with pytest.raises(DataMissing) as raised:
        used(Wanted("sst", "glove-50"), laid(tmp_path, SST))
    assert "`glove/glove.6B.50d*.txt`" in told(raised.value)


def test_a_folder_that_is_not_there_is_told_and_never_passed_over(tmp_path):
    with pytest.raises(DataMissing) as raised:
        used(WANTED, tmp_path / "typo")
    assert "The data folder is not there." in told(raised.value)


def test_a_set_that_is_there_and_broken_is_never_passed_over(tmp_path):
    with pytest.raises(DataUnusable) as raised:
        used(WANTED, laid(tmp_path, {**SST, **GLOVE, "sst/dev.txt": "(1 bad"}))
    assert "sst/dev.txt, line 1" in told(raised.value)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_pinned_file_of_another_edition_is_never_passed_over(tmp_path):
    pinned = Wanted("sst", stand_in="synthetic-sentences", files={"dev": Pinned(sha256=sha256("(0 bad)\n"))})
    with pytest.raises(DataUnusable) as raised:
        used(pinned, laid(tmp_path, SST))
    assert "sst/dev.txt is not the file that the spec was written for" in told(raised.value)


def test_pinned_files_need_no_remark_and_the_others_have_one(tmp_path):
    folder = laid(tmp_path, {**SST, "mine.txt": "(1 bad)\n"})
    files = {part: Pinned(sha256=sha256(SST[f"sst/{part}.txt"])) for part in ("train", "dev", "test")}
    assert "sha256" not in used(Wanted("sst", files=files), folder).said
    loose = {**files, "dev": Pinned("mine.txt")}
    assert "The spec states no sha256 for mine.txt, so" in used(Wanted("sst", files=loose), folder).said


def test_a_file_that_the_spec_names_and_is_absent_makes_the_set_absent(tmp_path):
    wanted = Wanted("sst", stand_in="synthetic-sentences", files={"dev": Pinned("my/dev.txt")})
    assert not used(wanted, laid(tmp_path, SST)).real


def test_a_vocabulary_alone_is_no_text(tmp_path):
    with pytest.raises(DataMissing):
        used(Wanted("ptb-course"), laid(tmp_path, {"ptb/vocab.ptb.txt": "a\t1\n"}))


def test_what_a_reader_of_figures_should_know_is_said(tmp_path):
    said = used(Wanted("sst"), laid(tmp_path, {"sst/train.txt": TREES * 20, "sst/test.txt": "(2 so)\n"})).said
    assert "There is no file of dev: from the end of train's, a tenth for dev is taken." in said


def test_a_wrong_name_has_its_nearest():
    with pytest.raises(ValueError, match=r"no data set `stt`; did you mean `sst`\?"):
        used(Wanted("stt"), None)
    with pytest.raises(ValueError, match="synthetic-words"):
        used(Wanted(stand_in="synthetic-word"), None)


def test_characters_have_no_vectors(tmp_path):
    folder = laid(tmp_path, {"shakespeare/input.txt": "To be, or not to be", **GLOVE})
    with pytest.raises(ValueError, match="no word vectors"):
        used(Wanted("shakespeare", "glove-50"), folder)


@pytest.mark.parametrize("one", [*TEXTS.values(), *VECTORS.values()], ids=lambda one: one.name)
def test_every_set_of_the_catalogue_says_all_that_an_instructor_needs(one):
    assert all((one.title, one.what, one.licence, one.source, one.files))
    assert one.name not in SYNTHETIC
    for places in one.files.values():
        assert all(not place.startswith("/") and ".." not in place for place in places)


def test_the_page_for_instructors_has_every_set_as_the_catalogue_has_it():
    page = (Path(__file__).parents[2] / "docs/data.md").read_text("utf-8")
    for one in [*TEXTS.values(), *VECTORS.values()]:
        places = ", ".join(f"`{first[0]}`" for first in one.files.values())
        assert f"| `{one.name}` | {one.title}: {one.what} | {one.licence} | {one.source} | {places} |" in page
    for name in SYNTHETIC:
        assert f"| `{name}` |" in page
