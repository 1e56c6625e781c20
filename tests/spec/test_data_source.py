"""What a spec says about its texts: names that exist, editions that can be checked."""

from pathlib import Path
from typing import get_args

import pytest

from grader.data.catalogue import TEXTS, VECTORS
from grader.data.synthetic import SYNTHETIC
from grader.spec import data_source
from grader.spec.load import load
from grader.spec.mistakes import SpecMistakes

SPEC = """\
spec_version: 1
slug: small
title: Small
data:
  words: {data}
questions:
  - id: one
    title: One
    checks:
      - {{kind: essay, title: text, points: 1, rubric: {{clear: 1}}}}
"""


def mistakes(tmp_path: Path, data: str) -> list[str]:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "assignment.yaml").write_text(SPEC.format(data=data), "utf-8")
    with pytest.raises(SpecMistakes) as found:
        load(folder)
    return [f"{one.what} {one.where} {one.advice}" for one in found.value.findings]


def test_a_spec_may_name_every_set_of_the_catalogue_and_no_other():
    assert set(get_args(data_source.TextName)) - {""} == set(TEXTS)
    assert set(get_args(data_source.VectorsName)) - {""} == set(VECTORS)
    assert set(get_args(data_source.StandInName)) - {""} == set(SYNTHETIC)
    parts = {part for one in (*TEXTS.values(), *VECTORS.values()) for part in one.files}
    assert parts <= set(get_args(data_source.PartName))


def test_a_text_that_nobody_knows_is_refused_with_its_line(tmp_path):
    (said,) = mistakes(tmp_path, "{text: pbt}")
    assert "line 5" in said and "ptb" in said


def test_a_digest_that_is_none_is_refused(tmp_path):
    (said,) = mistakes(tmp_path, "{text: ptb, files: {train: {sha256: abc}}}")
    assert "64 characters" in said


def test_data_that_names_nothing_is_refused(tmp_path):
    (said,) = mistakes(tmp_path, "{vectors: glove-50}")
    assert "neither a `text` nor a `stand_in`" in said


def test_a_claim_about_a_check_that_does_not_stand_before_it_is_refused(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    claim = """\
      - kind: claim
        title: the number
        points: 1
        claims:
          perplexity: {words: {what: [perplexity]}, measured: {check: one/txet, name: perplexity}}
"""
    (folder / "assignment.yaml").write_text(SPEC.format(data="{text: ptb}") + claim, "utf-8")
    with pytest.raises(SpecMistakes) as found:
        load(folder)
    assert any("`check: one/txet`" in one.what and "one/text" in one.advice for one in found.value.findings)
