"""Where draws come from: everybody's public seed, or the instructor's secret one."""

import pytest

from grader.grading.seed import PUBLIC, Seed, SeedUnusable, find_seed


@pytest.fixture(autouse=True)
def no_seed_here(monkeypatch):
    monkeypatch.delenv("GRADE_SEED", raising=False)


def refused(file):
    with pytest.raises(SeedUnusable) as caught:
        find_seed(file)
    return caught.value.finding


def test_with_none_given_the_seed_is_public():
    seed = find_seed(None)
    assert (seed, seed.kind) == (Seed(PUBLIC, secret=False), "public")


def test_a_file_holds_the_secret_one(tmp_path):
    (tmp_path / "seed").write_text("a line of letters\n", "utf-8")
    seed = find_seed(tmp_path / "seed")
    assert (seed.text, seed.kind) == ("a line of letters", "secret")


def test_the_environment_holds_it_where_no_file_does(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADE_SEED", " from the environment ")
    assert find_seed(None) == Seed("from the environment", secret=True)
    (tmp_path / "seed").write_text("from the file", "utf-8")
    assert find_seed(tmp_path / "seed").text == "from the file"


@pytest.mark.parametrize("text", ["", "short", "1234567", "\n\n", PUBLIC])
def test_a_seed_that_could_be_guessed_is_refused(tmp_path, monkeypatch, text):
    (tmp_path / "seed").write_text(text, "utf-8")
    finding = refused(tmp_path / "seed")
    assert "could be guessed" in finding.what and finding.where == str(tmp_path / "seed")
    assert "openssl rand -hex 16" in finding.advice
    if text.strip():
        monkeypatch.setenv("GRADE_SEED", text)
        assert refused(None).where == "the environment variable GRADE_SEED"


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    assert refused(tmp_path / "none").what == "The seed's file cannot be read: No such file or directory."
    assert refused(tmp_path).what == "The seed's file cannot be read: Is a directory."
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00\xd8")
    finding = refused(tmp_path / "picture")
    assert finding.what == "The seed's file cannot be read: it is no text."
    assert finding.advice == "Name a text file that holds one line, known to you alone."
