"""The formats of the real sets, on small files made here: as they should be, and broken in every way."""

import json

import numpy as np
import pytest

from grader.data.character_files import character_corpus
from grader.data.reviews import review_corpus, reviews, words_of
from grader.data.stored import DataUnusable, Stored
from grader.data.trees import tree_corpus, trees
from grader.data.vector_file import VectorFile
from grader.data.word_files import sentences, vocabulary, word_corpus
from tests.data.folders import laid, stored, told


def refused(call, *arguments):
    with pytest.raises(DataUnusable) as raised:
        call(*arguments)
    return told(raised.value)


def test_a_sentence_a_line_with_unknown_words_and_blank_lines(tmp_path):
    found = sentences(stored(tmp_path, " no it was n't \n \n = A title = \n <unk> N years\u00a0on \n"))
    assert found == (("no", "it", "was", "n't"), ("=", "A", "title", "="), ("<unk>", "N", "years\u00a0on"))


def test_a_word_and_its_tag_a_line(tmp_path):
    found = sentences(stored(tmp_path, "-DOCSTART-\t X\n\nMay\tMD\nwant \tVB\n\n\nTo\tTO\n"))
    assert found == (("May", "want"), ("To",))


def test_a_tagged_file_that_was_cut_short_names_the_line(tmp_path):
    message = refused(sentences, stored(tmp_path, "May\tMD\n\nwa"))
    assert "A line is not a word, a TAB and its tag" in message
    assert "file.txt, line 3" in message


@pytest.mark.parametrize("line", ["\tMD", "May\t", "May\tMD\tmore"])
def test_a_tagged_line_with_too_little_or_too_much_is_refused(tmp_path, line):
    assert "line 2" in refused(sentences, stored(tmp_path, f"a\tb\n{line}\n"))


def test_a_tab_in_a_plain_text_is_refused(tmp_path):
    assert "A line holds a TAB" in refused(sentences, stored(tmp_path, "a b c\nd\te\n"))


def test_a_file_without_a_sentence_is_refused(tmp_path):
    assert "holds no sentence" in refused(sentences, stored(tmp_path, "\n \n"))
    assert "holds no sentence" in refused(sentences, stored(tmp_path, "-DOCSTART-\tX\n"))


def test_a_vocabulary_has_its_words_and_counts_in_order(tmp_path):
    assert vocabulary(stored(tmp_path, "the   \t113\t0.05\n</s>\t56\t0.02\n")) == (("the", 113), ("</s>", 56))


@pytest.mark.parametrize("line", ["the 113", "the\tmany", "\t3", "the\t-3", ""])
def test_a_vocabulary_without_counts_names_the_line(tmp_path, line):
    message = refused(vocabulary, stored(tmp_path, f"a\t1\n{line}\nb\t2\n"))
    assert "not a word, a TAB and its count. | file.txt, line 2" in message


def test_an_empty_vocabulary_is_refused(tmp_path):
    assert "holds no word" in refused(vocabulary, stored(tmp_path, ""))


def test_a_corpus_of_words_has_its_parts_and_its_vocabulary(tmp_path):
    files = {"train": stored(tmp_path, "a b\n" * 10, "t"), "vocabulary": stored(tmp_path, "a\t1\n", "v")}
    corpus = word_corpus(files)
    assert (len(corpus.train), len(corpus.dev), len(corpus.test)) == (8, 1, 1)
    assert corpus.counts == (("a", 1),)
    assert corpus.oracle is None


def test_characters_are_kept_as_they_stand(tmp_path):
    corpus = character_corpus({"train": stored(tmp_path, "First Citizen:\r\nSpeak,  speak.\n\n")})
    assert corpus.train + corpus.dev + corpus.test == "First Citizen:\nSpeak,  speak.\n"


def test_a_blank_text_is_refused(tmp_path):
    assert "holds no text" in refused(character_corpus, {"train": stored(tmp_path, " \n\n")})


def test_a_tree_gives_its_words_and_its_roots_label(tmp_path):
    found = trees(stored(tmp_path, "(3 (2 It) (4 (3 (2 's)) (2 8\u00a01\\/2)))\n\n(0 bad)\n"))
    assert [(one.words, one.label) for one in found] == [(("It", "'s", "8\u00a01\\/2"), 3), (("bad",), 0)]
    assert found[0].text == "It 's 8\u00a01\\/2"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("(3 (2 It) (2 is)", "ends before its brackets are closed"),
        ("(3 (2 It) (2 is", "ends before its brackets are closed"),
        ("(3 (2 It) (2 is)))", "closes that holds nothing"),
        ("(3 (2 It)) (2 is)", "a second tree begins"),
        ("(5 film)", "`5` is no label from 0 to 4"),
        ("(film 3)", "`film` is no label"),
        ("(3)", "closes that holds nothing"),
        ("(3 ())", "closes that holds nothing"),
        ("(3 good film)", "`film` stands where a bracket is due"),
        ("(3 good (2 film))", "a bracket opens after a word"),
        ("(3 (2 good) film)", "`film` stands where a bracket is due"),
        ("((3 good))", "a label is missing"),
        ("a plain sentence", "`a` stands where a bracket is due"),
        (")", "closes that holds nothing"),
    ],
)
def test_a_broken_tree_says_why_and_names_the_line(tmp_path, line, why):
    message = refused(trees, stored(tmp_path, f"(2 fine)\n{line}\n"))
    assert "A line is no tree" in message
    assert why in message
    assert "file.txt, line 2" in message


def test_a_tree_may_be_deep(tmp_path):
    depth = 20_000
    assert trees(stored(tmp_path, "(2 " * depth + "word" + ")" * depth))[0].words == ("word",)


def test_a_file_without_a_tree_is_refused(tmp_path):
    assert "holds no tree" in refused(trees, stored(tmp_path, "\n"))


def test_dev_sentences_that_stand_in_train_are_left_out_of_it(tmp_path):
    files = {
        "train": stored(tmp_path, "(3 good)\n(1 bad)\n", "train"),
        "dev": stored(tmp_path, "(1 bad)\n", "dev"),
        "test": stored(tmp_path, "(2 so)\n", "test"),
    }
    corpus = tree_corpus(files)
    assert [one.text for one in corpus.train] == ["good"]
    assert corpus.notes == ("1 texts of train stand in dev or test, too, and are left out of train.",)
    assert corpus.labels[3] == "positive"


def test_words_of_a_review_are_lower_case_without_marks_and_breaks():
    assert words_of("It's <br /><br/>GREAT, really—10/10") == ("it's", "great", "really", "10", "10")


def test_reviews_from_json_lines(tmp_path):
    content = "\n".join(
        json.dumps({"text": text, "label": label, "id": 3}) for text, label in (("Bad.", 0), ("Good", 1))
    )
    found = reviews(stored(tmp_path, content))
    assert [(one.words, one.label, one.text) for one in found] == [(("bad",), 0, "Bad."), (("good",), 1, "Good")]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "cut sho',
        '{"text": "no label"}',
        '{"text": "x", "label": 2}',
        '{"text": "x", "label": true}',
        '{"text": "x", "label": "1"}',
        '{"text": 3, "label": 1}',
        "[1, 2]",
        "[" * 100_000,
        '{"text": "x", "label": ' + "1" * 5000 + "}",
    ],
)
def test_a_broken_review_names_the_line(tmp_path, line):
    message = refused(reviews, stored(tmp_path, '{"text": "x", "label": 1}\n' + line))
    assert "A line is no review" in message
    assert "file.txt, line 2" in message


def test_reviews_as_published_come_with_labels_mixed(tmp_path):
    laid(tmp_path, {"neg/0_2.txt": "bad", "neg/1_3.txt": "dull", "pos/0_9.txt": "good", "pos/10_8.txt": "fun"})
    assert [one.text for one in reviews(Stored(tmp_path, "train"))] == ["bad", "good", "dull", "fun"]


def test_a_folder_without_one_label_is_refused(tmp_path):
    laid(tmp_path, {"pos/0_9.txt": "good"})
    assert "The folder `neg` is missing in it. | train" in refused(reviews, Stored(tmp_path, "train"))


def test_a_stray_file_among_the_reviews_is_named(tmp_path):
    laid(tmp_path, {"pos/0_9.txt": "good", "neg/readme.txt": "hello"})
    assert "train/neg/readme.txt" in refused(reviews, Stored(tmp_path, "train"))


def test_no_review_at_all_is_refused(tmp_path):
    assert "no review" in refused(reviews, stored(tmp_path, "\n"))


def test_a_test_review_that_stands_in_train_is_left_out_there(tmp_path):
    def lines_of(*texts):
        return "\n".join(json.dumps({"text": text, "label": 1}) for text in texts)

    files = {"train": stored(tmp_path, lines_of("a", "b"), "a"), "test": stored(tmp_path, lines_of("b", "c"), "b")}
    corpus = review_corpus(files)
    assert [one.text for one in corpus.train] == ["a"]
    assert corpus.labels == ("negative", "positive")


def test_vectors_of_the_words_asked_for_in_the_files_order(tmp_path):
    file = VectorFile(stored(tmp_path, "the 1 2.5\nfilm -3e-1 4 \nof 5 6\nthe 7 8\n"))
    found = file.of({"of", "the", "absent"})
    assert found.words == ("the", "of")
    assert np.array_equal(found.rows, [[1, 2.5], [5, 6]])
    assert file.of([]).rows.shape == (0, 2)


def test_a_header_of_two_counts_and_words_with_spaces_are_read(tmp_path):
    file = VectorFile(stored(tmp_path, "3 2\na 1 2\n. . 3 4\n\u00a0x 5 6\n"))
    found = file.of({"a", ". .", "\u00a0x"})
    assert found.words == ("a", ". .", "\u00a0x")
    assert found.rows.shape == (3, 2)


@pytest.mark.parametrize("line", ["b 1", "b", "", "b 1 x", "b 1 nan", "b 1 1e999"])
def test_a_broken_vector_names_the_line(tmp_path, line):
    message = refused(VectorFile(stored(tmp_path, f"a 1 2\n{line}\n")).of, {"a", "b"})
    assert "A line is not a word and 2 numbers. | file.txt, line 2" in message


def test_a_file_that_begins_with_no_vector_is_refused(tmp_path):
    assert "A line is not a word and its numbers" in refused(VectorFile(stored(tmp_path, "word\n")).of, {"a"})
    assert "holds no vector" in refused(VectorFile(stored(tmp_path, "")).of, {"a"})
