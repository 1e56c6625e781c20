import pytest

from grader import resources


def test_templates_are_found_in_the_checkout():
    assert (resources.templates_folder() / "page.html").is_file()


def test_what_the_wheel_ships_comes_first(tmp_path, monkeypatch):
    for folder in ("templates", "specs"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "page.html").touch()
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path)
    assert resources.templates_folder() == tmp_path / "templates"
    assert resources.specs_folders()[0] == tmp_path / "specs"


def test_a_folder_named_by_hand_is_looked_at_before_all_others(tmp_path):
    assert resources.specs_folders(tmp_path)[0] == tmp_path


def test_missing_templates_are_named_with_the_places(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "_SHIPPED", tmp_path / "a")
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path / "b")
    with pytest.raises(FileNotFoundError, match=r"templates are missing; looked for page.html in .*a.* and .*b"):
        resources.templates_folder()
