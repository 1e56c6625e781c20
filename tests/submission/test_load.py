"""A folder becomes a submission, whatever lies in it."""

import os

import pytest

from grader.submission.model import Attachment, LeftOut
from tests.submission.handed_in import folder, notebook, submission, taken
from tests.submission.packing import tarred, written, zipped


def test_reads_modules_at_the_top_and_in_folders(tmp_path):
    names = ("a.py", "code/b.py", "code/deep/c.py", "1/2/3/4/d.py", "1/2/3/4/5/e.py")
    found = submission(tmp_path, dict.fromkeys(names, "x = 1\n"))
    assert [(module.name, module.file, module.folder) for module in found.modules] == [
        ("a", "a.py", ""),
        ("b", "code/b.py", "code"),
        ("c", "code/deep/c.py", "deep"),
        ("d", "1/2/3/4/d.py", "4"),
    ]
    assert found.left_out == (
        LeftOut("1/2/3/4/5/", "It lies more than 4 folders deep. Put its files further up."),
    )


def test_folders_around_everything_are_unwrapped(tmp_path):
    found = submission(tmp_path, {"x/y/z/word2vec.py": "x = 1\n", "__MACOSX/x/._word2vec.py": b"\x00"})
    assert [module.file for module in found.modules] == ["word2vec.py"]


def test_a_single_file_is_a_submission_too(tmp_path):
    folder(tmp_path, {"alice.py": "def f(): return 1\n"})
    found = taken(tmp_path / "alice.py")
    assert [module.name for module in found.modules] == ["alice"]


def test_given_files_are_ours(tmp_path):
    found = submission(
        tmp_path,
        {"word2vec.py": "x = 1\n", "utils/gradcheck.py": "x = 1\n", "utils/u.py": "", "data_utils.py": "x"},
        ("utils", "utils.gradcheck", "utils.u", "data_utils"),
    )
    assert [module.name for module in found.modules] == ["word2vec", "data_utils_handed_in"]
    assert found.notes == (
        "data_utils.py comes with the assignment: of what both define, ours is used.",
        "utils/ comes with the assignment: ours is used instead of the one handed in.",
    )


def test_a_students_own_file_in_a_given_folder_is_theirs(tmp_path):
    found = submission(tmp_path, {"a.py": "x = 1\n", "utils/helpers.py": "x = 1\n"}, ("utils", "utils.utils"))
    assert [(module.name, module.file) for module in found.modules] == [("a", "a.py"), ("helpers", "utils/helpers.py")]


@pytest.mark.parametrize(("imports", "kept"), [("softmax", False), ("softmax, entropy", True)])
def test_a_given_file_that_was_handed_in_is_read_where_more_than_ours_is_imported_from_it(tmp_path, imports, kept):
    files = {"a.py": f"from utils.utils import {imports}\n", "utils/utils.py": "def entropy(p): return 0\n"}
    found = submission(tmp_path, files, ("utils", "utils.utils", "utils.utils.softmax"))
    assert [module.name for module in found.modules] == (["a", "utils_utils_handed_in"] if kept else ["a"])


def test_hidden_files_and_caches_are_not_even_mentioned(tmp_path):
    files = {
        ".git/config": "x",
        "__pycache__/a.pyc": b"x",
        ".ipynb_checkpoints/a.ipynb": "x",
        ".DS_Store": "x",
        "a.py": "x = 1\n",
    }
    found = submission(tmp_path, files)
    assert (len(found.modules), found.left_out, found.attachments, found.flags) == (1, (), (), ())


def test_pictures_and_pdfs_are_attached(tmp_path):
    found = submission(
        tmp_path,
        {"answers.PDF": b"%PDF\x00", "word_vectors.png": b"\x89PNG", "p.npy": b"x", "a.docx": b"x", "x.csv": "1"},
    )
    assert found.attachments == (
        Attachment("a.docx", "document"),
        Attachment("answers.PDF", "PDF"),
        Attachment("p.npy", "array"),
        Attachment("word_vectors.png", "picture"),
        Attachment("x.csv", "data"),
    )
    assert (found.left_out, found.flags) == ((), ())


def test_what_is_in_an_archive_is_read_under_the_names_it_has_there(tmp_path):
    files = {"answers.md": "# 1\nx\n", "code.zip": zipped([("hw/word2vec.py", "def f(): return 1\n")])}
    found = submission(tmp_path, files)
    assert [(module.name, module.file) for module in found.modules] == [("word2vec", "code.zip/hw/word2vec.py")]
    assert (found.left_out, found.notes) == ((), ("code.zip is an archive; what is in it was read.",))


def test_an_archive_of_everything_is_read_like_the_folder_in_it(tmp_path):
    packed = [("hw/word2vec.py", "def f(): return 1\n"), ("hw/a\tb/answers.md", "# 1\nx\n")]
    found = taken(written(tmp_path / "ann.tar.gz", tarred(packed, "gz")))
    assert [module.file for module in found.modules] == ["word2vec.py"]
    assert [document.file for document in found.documents] == ["a\\tb/answers.md"]


def test_a_packed_file_that_is_compressed_alone_is_attached_and_left_out(tmp_path):
    found = submission(tmp_path, {"vectors.txt.gz": b"x"})
    assert found.left_out == (LeftOut("vectors.txt.gz", "It is an archive. Unpack it, and hand in what is inside."),)


def test_a_module_that_would_hide_numpy_is_left_out_and_flagged(tmp_path):
    found = submission(tmp_path, {"numpy.py": "def f(): return 1\n", "sitecustomize.py": "x", "word2vec.py": "x = 1\n"})
    assert [module.name for module in found.modules] == ["word2vec"]
    assert found.left_out[0] == LeftOut("numpy.py", "A file of this name would hide `numpy` from all others.")
    assert found.flags == (
        "numpy.py has the name of `numpy`, which every module needs; it was left out.",
        "sitecustomize.py has the name of `sitecustomize`, which every module needs; it was left out.",
    )


def test_a_package_that_would_hide_numpy_is_left_out_too(tmp_path):
    found = submission(tmp_path, {"numpy/__init__.py": "def f(): return 1\n", "word2vec.py": "x = 1\n"})
    assert [module.name for module in found.modules] == ["word2vec"]
    assert found.flags == ("numpy/__init__.py has the name of `numpy`, which every module needs; it was left out.",)


def test_a_module_named_like_a_standard_one_can_be_graded_and_hides_nothing(tmp_path):
    found = submission(tmp_path, {"code.py": "def f(): return 1\n", "json.py": "x = 1\n"})
    assert [module.name for module in found.modules] == ["code_handed_in", "json_handed_in"]
    assert found.locate(["word2vec.f"]).module.file == "code.py"
    assert found.flags == (
        "code.py has the name of a standard module; nothing can import it by that name.",
        "json.py has the name of a standard module; nothing can import it by that name.",
    )


def test_compiled_code_is_left_out_and_flagged(tmp_path):
    found = submission(tmp_path, {"word2vec.so": b"\x7fELF", "a.pyc": b"x"})
    assert found.left_out[0] == LeftOut("a.pyc", "Compiled code is never loaded; hand in its source.")
    assert found.flags[0] == "a.pyc is compiled code; it was not loaded."


def test_a_link_is_not_followed(tmp_path):
    secret = folder(tmp_path / "elsewhere", {"secret.py": "x = 1\n"})
    here = folder(tmp_path / "ann", {"word2vec.py": "x = 1\n"})
    (here / "a.py").symlink_to(secret / "secret.py")
    (here / "b").symlink_to(secret, target_is_directory=True)
    (here / "loop").symlink_to(here, target_is_directory=True)
    found = taken(here)
    assert [module.file for module in found.modules] == ["word2vec.py"]
    assert found.left_out[0] == LeftOut("a.py", "It is a link to something else. Hand in the file itself.")
    assert found.flags == (
        "a.py is a link; it was not followed.",
        "b is a link; it was not followed.",
        "loop is a link; it was not followed.",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "word2vec.py")
    found = submission(tmp_path, {"a.py": "x = 1\n"})
    assert found.left_out == (LeftOut("word2vec.py", "It is no ordinary file."),)


def test_two_modules_of_one_name_keep_the_upper_one(tmp_path):
    found = submission(tmp_path, {"word2vec.py": "x = 1\n", "old/word2vec.py": "x = 2\n"})
    assert [module.file for module in found.modules] == ["word2vec.py"]
    assert found.left_out == (
        LeftOut("old/word2vec.py", "word2vec.py has the same name; only one of them can be imported."),
    )


STARTER = "def f():\n    ### YOUR CODE HERE\n    raise NotImplementedError\n    ### END YOUR CODE\ndef g(): return 1\n"


@pytest.mark.parametrize("upper", ["solution", "starter"])
def test_of_a_starter_and_its_solution_the_solution_is_kept(tmp_path, upper):
    solution = "def f(): return 2\n"
    top, below = (solution, STARTER) if upper == "solution" else (STARTER, solution)
    found = submission(tmp_path, {"word2vec.py": top, "other/word2vec.py": below})
    kept, gone = ("word2vec.py", "other/word2vec.py") if upper == "solution" else ("other/word2vec.py", "word2vec.py")
    assert [module.file for module in found.modules] == [kept]
    assert found.left_out == (LeftOut(gone, f"{kept} has the same name; only one of them can be imported."),)


def test_a_copy_that_lacks_what_the_upper_one_has_is_not_kept(tmp_path):
    top = STARTER
    below = "def f(): return 2\ndef g(): raise NotImplementedError\n"
    found = submission(tmp_path, {"word2vec.py": top, "other/word2vec.py": below})
    assert [module.file for module in found.modules] == ["word2vec.py"]


def test_code_is_not_what_is_left_out_of_too_many_files(tmp_path):
    found = submission(tmp_path, {**{f"data/{number}.txt": "x" for number in range(250)}, "src/word2vec.py": "x = 1\n"})
    assert [module.file for module in found.modules] == ["src/word2vec.py"]


def test_more_files_than_anybody_writes_are_cut_off(tmp_path):
    found = submission(tmp_path, {f"m{number:04}.txt": "x" for number in range(450)})
    assert len(found.documents) == 200
    assert found.left_out[0] == LeftOut("m0200.txt", "More than 200 files; the first 200 were read.")
    assert found.left_out[-1] == LeftOut("50 more files", "More than 200 files; these were not looked at.")


def test_too_large_in_all_is_cut_off(tmp_path):
    found = submission(tmp_path, {f"m{number:02}.txt": b"x" * 4_900_000 for number in range(12)})
    why = "It is longer than 1,000,000 characters, too long for a written answer."
    assert found.left_out[0] == LeftOut("m00.txt", why)
    assert found.left_out[-1] == LeftOut("m11.txt", "All files together are larger than 50 MB.")


@pytest.mark.parametrize(
    "name",
    [
        "-rf.py",
        "a\nb.py",
        "\u202egp.py",
        "'; rm -rf.py",
        "1.py",
        "class.py",
        "$(x).py",
        "ä" * 100 + ".py",
        "{0}.py",
        "<b>.py",
    ],
)
def test_an_absurd_name_becomes_an_identifier_and_is_shown_safely(tmp_path, name):
    found = submission(tmp_path, {name: "def f(): return 1\n", "word2vec.py": "x = 1\n"})
    module = next(module for module in found.modules if module.file != "word2vec.py")
    assert module.name.isidentifier()
    assert module.file.isprintable()
    assert found.locate(["word2vec.f"]).module is module


def test_a_name_that_is_no_text_is_shown_safely(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"\xff\xfe.py")).write_text("x = (\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = submission(tmp_path, {})
    assert found.modules[0].problem is not None
    found.modules[0].problem.what.encode()


def test_an_empty_folder_is_an_empty_submission(tmp_path):
    found = submission(tmp_path, {})
    assert (found.modules, found.sections, found.attachments) == ((), {}, ())


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 100, b"\xff" * 1000, bytes(range(256)) * 50, b"(" * 10**6, b"#" * 10**6]
)
@pytest.mark.parametrize("name", ["a.py", "a.ipynb", "a.md", "a.tex", "a.txt", "README", "a.pdf"])
def test_whatever_bytes_a_file_holds_it_can_be_loaded(tmp_path, name, data):
    found = submission(tmp_path, {name: data})
    told = [one.file for one in (*found.modules, *found.documents)] + [one.name for one in found.attachments]
    told += [*(left.what for left in found.left_out), *found.notes, *found.flags]
    unasked = name == "README" or name.endswith((".md", ".tex", ".txt"))  # a text with nothing in it answers nothing
    assert unasked or any(name in each for each in told), "it was handed in, and nobody says what became of it"


def test_notebooks_of_several_megabytes_are_read(tmp_path):
    found = submission(tmp_path, {"a.ipynb": notebook("def f(): return 1\n", plot="x" * 8_000_000)})
    assert list(found.modules[0].definitions) == ["f"]
