"""Who waits for torch: an assignment that asks for it, and nobody else. Then it is ready in every child."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psutil
import pytest

from grader.code import OurFault
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall import slot as slot_module
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.slot import Slot
from grader.wall.student import Student
from grader.wall.zygote import Forked, NotStarted, Zygote
from tests.grading.sheet import desk, hand_in, scores, spec, values

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
BOTH = [Level.ISOLATED, Level.CONFINED]
levels = pytest.mark.parametrize("slot", BOTH, ids=lambda level: level.letter, indirect=True)
WHAT_IS_THERE = """
    import sys
    def double(x):
        return 2 * x if "torch" not in sys.modules else None
"""
TORCH_INSIDE = """
    import sys
    before = set(sys.modules)
    import torch
    from torch import nn, optim
    imported = set(sys.modules) - before
    def double(x):
        return (2 * torch.from_numpy(x)).numpy()
    def new_modules():
        model = nn.Linear(3, 1)
        optimizer = optim.Adam(model.parameters(), lr=0.1)
        model(torch.ones(2, 3)).sum().backward()
        optimizer.step()
        return sorted(imported | (set(sys.modules) - before))
"""


@pytest.fixture
def torch_student(slot, submission, given) -> Iterator[Callable[..., Student]]:
    """torch_student("def f(): …"): module `own` (and others by name), in a child of a zygote with torch."""
    with contextlib.ExitStack() as stack:
        yield lambda own, **others: stack.enter_context(
            Student(submission(own=own, **others), given(), Limits(), slot, torch=True)
        )


@dataclass
class Zygotes:
    """What was started, and the libraries that zygotes had in memory when they forked, where that can be seen."""

    with_torch: list[bool] = field(default_factory=list)
    maps: list[str] = field(default_factory=list)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Zygotes:
    found = Zygotes()

    class Told(Zygote):
        def __init__(self, base: Path, namespaces: bool, torch: bool) -> None:
            found.with_torch.append(torch)
            super().__init__(base, namespaces, torch)

        def fork(self, limits: Limits, files: Path | None) -> Forked:
            running = super().fork(limits, files)
            with contextlib.suppress(PermissionError):  # only root may look
                found.maps.append(Path(f"/proc/{psutil.Process(running.pid).ppid()}/maps").read_text("utf-8"))
            return running

    monkeypatch.setattr(slot_module, "Zygote", Told)
    return found


def graded_on(slot: Slot, root: Path, source: str, head: str = "") -> Report:
    specs = spec(root, {"one": [values("double", 3)]}, head=head)
    wanted = desk(specs)
    with Spool(slot.spool) as spool:
        found = Found("alice", "small", hand_in(root, own=source))
        submission = load(found, wanted.given.names, spool, run_scripts=True)
        return grade(wanted, submission, slot)


@pytest.mark.parametrize("best", BOTH, ids=lambda level: level.letter)
def test_an_assignment_without_torch_never_starts_a_zygote_with_it(best, started, tmp_path):
    with Slot(best) as one:
        report = graded_on(one, tmp_path, WHAT_IS_THERE)
        if not one.level.holds_strangers:
            pytest.skip("nothing is forked here")
    assert scores(report) == {"one/double": 3}, "the student's process found torch"
    assert started.with_torch == [False]
    assert all("numpy" in maps and "torch" not in maps for maps in started.maps)


@needs_torch
def test_an_assignment_that_asks_for_torch_gets_a_zygote_with_it(started, tmp_path):
    with Slot() as one:
        if not one.level.holds_strangers:
            pytest.skip("nothing is forked here")
        level = one.level
        report = graded_on(one, tmp_path, TORCH_INSIDE, head="packages: [torch]\n")
        assert one.level is level, "torch costs no level"
    assert scores(report) == {"one/double": 3}
    assert started.with_torch == [False, True]
    assert not started.maps or "libtorch" in started.maps[-1]


@needs_torch
@levels
def test_torch_is_there_before_a_student_imports_it(slot, torch_student):
    one = torch_student(TORCH_INSIDE)
    assert one.call(["own.new_modules"]).value == []


@needs_torch
@levels
def test_results_of_torch_are_right_and_cross_as_arrays(slot, torch_student):
    one = torch_student("""
        import torch
        def product(x):
            return torch.from_numpy(x) @ torch.from_numpy(x).T
        def gradient(x):
            x = torch.from_numpy(x).requires_grad_()
            (x ** 3).sum().backward()
            return x.grad, torch.get_num_threads()
        def learned():
            torch.manual_seed(0)
            weight = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
            optimizer = torch.optim.Adam([weight], lr=0.1)
            for _ in range(300):
                optimizer.zero_grad()
                ((weight - 1.5) ** 2).sum().backward()
                optimizer.step()
            return weight
    """)
    x = np.random.default_rng(0).normal(size=(300, 40))
    np.testing.assert_allclose(one.call(["own.product"], x).value, x @ x.T, rtol=1e-12, atol=1e-12)
    gradient, threads = one.call(["own.gradient"], x).value
    np.testing.assert_allclose(gradient, 3 * x**2)
    assert threads == 1
    np.testing.assert_allclose(one.call(["own.learned"]).value, np.full(4, 1.5), atol=1e-2)


@needs_torch
@levels
def test_what_torch_draws_is_the_same_in_every_file_and_every_call(slot, torch_student):
    drawing = "import torch\nfirst = torch.rand(3)\ndef f():\n    return first, torch.rand(3)\n"
    one = torch_student(drawing, other=drawing)
    drawn = [one.call([f"{module}.f"]).value for module in ("own", "own", "other")]
    np.testing.assert_array_equal(drawn[1], drawn[0])
    np.testing.assert_array_equal(drawn[2], drawn[0])


def test_a_zygote_with_torch_that_does_not_start_is_our_fault(monkeypatch, submission, given):
    class Failing(Zygote):
        def __init__(self, base: Path, namespaces: bool, torch: bool) -> None:
            if torch:
                raise NotStarted("no room for torch")
            super().__init__(base, namespaces, torch)

    monkeypatch.setattr(slot_module, "Zygote", Failing)
    monkeypatch.setattr(slot_module, "find_spec", lambda name: object())
    with Slot() as one:
        if not one.level.holds_strangers:
            pytest.skip("nothing is forked here")
        asked = Student(submission(own="import torch\ndef f():\n    return 1\n"), given(), Limits(), one, torch=True)
        with pytest.raises(OurFault, match="no process could be started for the student's code: no room for torch"):
            asked.call(["own.f"])


def test_files_that_do_not_import_torch_never_wait_for_it(slot, submission, given, started):
    with Student(submission(own="def f():\n    return 1\n"), given(), Limits(), slot, torch=True) as one:
        assert one.call(["own.f"]).value == 1
    assert True not in started.with_torch
