"""Nothing runs half locked: whichever step of the lock-down fails, the process ends before student code is there."""

import sys
from collections.abc import Iterator

import pytest

from grader.code import OurFault
from grader.wall import visible, zygote
from grader.wall.levels import Level
from grader.wall.remedies import explained
from grader.wall.slot import Slot

if sys.platform != "linux":
    pytest.skip("no other system locks anything", allow_module_level=True)

#: Functions that locking is made of, and which of their calls fails.
WITH_NAMESPACES = ["linux.unshare 1", "linux.mount 1", "linux.mount 2", "linux.drop_capabilities 1"]
ALWAYS = [
    "os.setsid 1", "os.open 1", "os.dup2 1", "os.dup2 4", "os.closerange 1", "os.chdir 1", "lockdown.show 1",
    "resource.setrlimit 1", "resource.setrlimit 6", "resource.setrlimit 11", "linux.no_new_privileges 1",
    "linux.forbid_tracing 1", "linux.die_with_parent 1", "landlock.Rules 1", "linux.landlock_ruleset 1",
    "linux.landlock_allow 1", "linux.landlock_allow 5", "linux.landlock_restrict 1", "seccomp.install 1",
    "os.getppid 1", "mother._forget 1",
]  # fmt: skip
#: Until its prints go to this side, what it says goes to its zygote's.
UNHEARD = ["os.setsid 1", "os.open 1", "os.dup2 1"]
STEPS = [*WITH_NAMESPACES, *ALWAYS]
CPU = 1000  # a job's limit on CPU beyond this says which step fails in it

#: The far side's own start, with functions that fail where they are told to.
BREAKING = """
import json, os, resource, runpy, sys
sys.path[:] = [ROOT, *json.loads(sys.argv[1])["path"]]
from grader.wall.far import landlock, linux, lockdown, mother, seccomp
places = {"linux": linux, "landlock": landlock, "lockdown": lockdown, "mother": mother, "seccomp": seccomp, "os": os,
          "resource": resource}
fails, calls = "", {}

def breaking(name, real):
    def call(*arguments, **named):
        if fails.startswith(name + " "):
            calls[name] = calls.get(name, 0) + 1
            if fails == f"{name} {calls[name]}":
                raise OSError(f"{name} was made to fail")
        return real(*arguments, **named)
    return call

for step in STEPS:
    name = step.split()[0]
    place, function = name.split(".")
    if getattr(places[place], function).__name__ != "call":
        setattr(places[place], function, breaking(name, getattr(places[place], function)))

def child(self, job, *rest, real=mother.Mother._child):
    global fails
    fails = STEPS[job.cpu - CPU] if job.cpu >= CPU else ALL
    real(self, job, *rest)

mother.Mother._child = child
runpy.run_path(MAIN, run_name="__main__")
"""


@pytest.fixture(scope="module")
def breakable(tmp_path_factory) -> Iterator[object]:
    """breakable(step): from now on, zygotes whose jobs fail at a step; "" where only the jobs say which."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("far")
    folder.chmod(0o755)
    main = zygote.FAR / "main.py"

    def arm(step: str) -> None:
        told = (str(visible.PACKAGE.parent), str(main), STEPS, CPU, step)
        (folder / "main.py").write_text(f"ROOT, MAIN, STEPS, CPU, ALL = {told!r}\n{BREAKING}", "utf-8")

    real = zygote.Zygote._command
    patch.setattr(
        zygote.Zygote, "_command",
        lambda self, control: [word.replace(str(main), str(folder / "main.py")) for word in real(self, control)],
    )  # fmt: skip
    patch.setattr(visible, "FAR_SIDE", (*visible.FAR_SIDE, folder))
    yield arm
    patch.undo()


@pytest.fixture(scope="module", params=[Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def slot(request, breakable) -> Iterator[Slot]:
    breakable("")
    with Slot(request.param) as one:
        if one.level is not request.param:
            pytest.skip(f"level {request.param.letter} is not to be had here: {one.why_not}")
        yield one


@pytest.mark.parametrize("step", STEPS)
def test_no_student_code_runs_where_a_step_fails(student, slot, step):
    if step in WITH_NAMESPACES and slot.level is not Level.ISOLATED:
        pytest.skip("there is no such step without namespaces")
    one = student("print('student code was here')\ndef f():\n    return 1", limits={"cpu": CPU + STEPS.index(step)})
    if step == "lockdown.show 1":
        folder = slot.spool / "alice"
        folder.mkdir(mode=0o755, exist_ok=True)
        one._files = lambda: folder
    why = "" if step in UNHEARD else f"the lock-down failed: {step.split()[0]} was made to fail"
    with pytest.raises(OurFault, match=f"^the worker process did not start: 111 {why}$") as caught:
        one.call(["code_under_test.f"])
    assert "student code" not in str(caught.value)


def test_the_slot_goes_on_afterwards(student, slot):
    source = "def f():\n    return 1"
    with pytest.raises(OurFault, match="made to fail"):
        student(source, limits={"cpu": CPU + STEPS.index("seccomp.install 1")}).call(["code_under_test.f"])
    assert student(source).call(["code_under_test.f"]).value == 1


@pytest.mark.parametrize("step", ["linux.landlock_restrict 1", "seccomp.install 1"])
def test_where_the_canary_itself_cannot_be_locked_nothing_is_confined(breakable, step):
    breakable(step)
    with Slot() as slot:
        assert slot.level is Level.LIMITED
        assert slot.why_not[Level.ISOLATED] == slot.why_not[Level.CONFINED]
        assert slot.why_not[Level.CONFINED] == explained(f"the lock-down failed: {step.split()[0]} was made to fail")
        assert slot.tried == []
