"""A report as plain values for another program; docs/report-format.md documents every key.

Numbers are rounded to four digits after the point, keys stand in a fixed order, and lone surrogates are spelled out.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import Evidence, Finding
from grader.report.audience import Audience, is_later, seen_by
from grader.report.text import without_surrogates
from grader.report.view import kind_of


def as_json(report: Report, audience: Audience = "instructor") -> dict[str, Any]:
    """The report as values that `json` knows, cut to what this reader may see."""
    seen = seen_by(report, audience)
    values = {
        "score": seen.score,
        "max_score": seen.max_score,
        "pending": seen.pending,
        "excluded": seen.excluded,
        "level": seen.level,
        "assignment": seen.assignment,
        "submission": seen.submission,
        "questions": [_question(question, audience) for question in seen.questions],
        "title": seen.title,
        "due": seen.due,
        "seed": seen.seed,
        "audience": audience,
        "notes": list(seen.notes),
        "flags": list(seen.flags),
        "left_out": [{"what": left.what, "why": left.why} for left in seen.left_out],
        "attachments": list(seen.attachments),
        "versions": dict(seen.versions),
        "texts": list(seen.texts),
        # A penalty may be a share of what is not released yet.
        "final": None if _is_open_still(seen, audience) else seen.final,
        "adjustments": [{"what": one.what, "points": None if _is_open_still(seen, audience) else one.points}
                        for one in seen.adjustments],
    }  # fmt: skip
    plain = _plain(values)
    assert isinstance(plain, dict)  # narrows the type; a dict of values stays one
    return plain


def _is_open_still(seen: Report, audience: Audience) -> bool:
    """Whether the adjustments are told without their points."""
    marks = (mark for question in seen.questions for mark in question.marks)
    return bool(seen.adjustments) and any(is_later(mark, audience) for mark in marks)


def dumps(values: dict[str, Any] | list[dict[str, Any]]) -> str:
    """One report, or several, as JSON text in ASCII: safe to print anywhere, the same bytes each time."""
    return json.dumps(values, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _question(question: QuestionMark, audience: Audience) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "score": question.score,
        "max_score": question.max_score,
        "checks": [_check(mark, audience) for mark in question.marks],
    }


def _check(mark: Mark, audience: Audience) -> dict[str, Any]:
    outcome, later = mark.outcome, is_later(mark, audience)
    return {
        "title": mark.title,
        "kind": mark.kind,
        "verdict": None if later else outcome.verdict.value,
        "score": None if later else mark.score,
        "max_score": mark.max_score,
        "visibility": mark.visibility,
        "finding": _finding(outcome.finding),
        "notes": list(outcome.notes),
        "flags": list(outcome.flags),
        "evidence": _evidence(mark),
        "by_hand": _by_hand(mark),
    }


def _by_hand(mark: Mark) -> dict[str, Any] | None:
    given, alone = mark.by_hand, replace(mark, by_hand=None)
    if given is None:
        return None
    computed = None if alone.pending or alone.excluded else alone.score
    return {"points": given.points, "comment": given.comment, "computed": computed, "reason": given.reason,
            "by": given.by, "changed_since": given.changed_since}  # fmt: skip


def _finding(finding: Finding | None) -> dict[str, str] | None:
    return {"what": finding.what, "where": finding.where, "advice": finding.advice} if finding else None


def _evidence(mark: Mark) -> list[dict[str, Any]]:
    """What was found, each with its kind: the evidence proper, the parts, the known mistakes, the command."""
    found = [_fields(evidence) for evidence in mark.outcome.evidence]
    found += [{"kind": "part", "name": part.name, "earned": part.earned, "points": part.points}
              for part in mark.outcome.parts]  # fmt: skip
    found += [{"kind": "known_mistake", "mistake": each.mistake, "sentence": each.sentence, "gap": each.gap}
              for each in mark.outcome.diagnoses]  # fmt: skip
    if mark.reproduce:
        found.append({"kind": "reproduce", "command": mark.reproduce})
    return found


def _fields(evidence: Evidence) -> dict[str, Any]:
    return {"kind": kind_of(evidence), **{field.name: getattr(evidence, field.name) for field in fields(evidence)}}


def _plain(value: Any) -> Any:
    """Values that `json` writes the same way everywhere."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return round(value, 4) + 0.0 if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {without_surrogates(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
