import pytest

from grader.mistake_of_user import UserMistake
from grader.spec.find import find, known


def write(folder, slug, text="title: A title\n"):
    (folder / slug).mkdir(parents=True)
    (folder / slug / "assignment.yaml").write_text(text)
    return folder / slug


def test_finds_the_folder_with_what_belongs_to_it(tmp_path):
    path = write(tmp_path, "word2vec")
    found = find("word2vec", [tmp_path])
    assert (found.path, found.given, found.reference) == (path, path / "given", None)
    (path / "reference.py").write_text("")
    assert find("word2vec", [tmp_path]).reference == path / "reference.py"


def test_the_first_folder_wins(tmp_path):
    own = write(tmp_path / "own", "word2vec")
    write(tmp_path / "shipped", "word2vec")
    folders = [tmp_path / "nowhere", tmp_path / "own", tmp_path / "shipped"]
    assert find("word2vec", folders).path == own
    assert [hint.slug for hint in known(folders)] == ["word2vec"]


def test_an_unknown_name_gets_the_nearest_one(tmp_path):
    write(tmp_path, "word2vec")
    write(tmp_path, "cbow")
    with pytest.raises(UserMistake) as caught:
        find("wordvec", [tmp_path])
    finding = caught.value.finding
    assert finding.what == "There is no assignment `wordvec`."
    assert finding.where.startswith("looked in ")
    assert finding.advice == "Did you mean `word2vec`?"


def test_with_no_assignment_at_all_it_says_how_to_name_a_folder(tmp_path):
    with pytest.raises(UserMistake) as caught:
        find("word2vec", [tmp_path])
    assert caught.value.finding.advice == "Say where specs are with `--specs FOLDER`."


@pytest.mark.parametrize("slug", ["../word2vec", "a/b", "", ".", "/"])
def test_a_name_is_never_a_path(tmp_path, slug):
    write(tmp_path / "a", "b")
    write(tmp_path, "word2vec")
    (tmp_path / "assignment.yaml").write_text("")
    with pytest.raises(UserMistake):
        find(slug, [tmp_path])
    with pytest.raises(UserMistake):
        find(slug, [tmp_path / "a"])


def test_hints_are_read_without_validating(tmp_path):
    text = "title: T\nmodules: [a, 3]\nquestions: [{checks: [{function: a.f}, {function: [a.f, a.g]}, 3]}, 4]\n"
    write(tmp_path, "one", text)
    (hint,) = known([tmp_path])
    assert (hint.slug, hint.title, hint.modules, hint.functions) == ("one", "T", ("a",), ("a.f", "a.g"))


@pytest.mark.parametrize("text", ["a: [", "- a", "questions: 3\nmodules: {a: 1}\ntitle: 3\n"])
def test_a_broken_spec_still_has_its_name(tmp_path, text):
    write(tmp_path, "one", text)
    (hint,) = known([tmp_path])
    assert (hint.slug, hint.title, hint.functions) == ("one", "one", ())
