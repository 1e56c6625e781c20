"""Reads one hand-in into a `Submission`, from the copy that the spool has taken of it.

Nothing is executed, and nothing makes it fail: what cannot be read is left out with the reason, or becomes a module
with a problem.
"""

import keyword
import re
import sys
from dataclasses import dataclass, field, replace

from grader.outcome import Finding
from grader.submission.answer import Format, WrittenAnswer
from grader.submission.cells import Cell, cells
from grader.submission.files import MOST_BYTES_IN_ALL, File, listing
from grader.submission.find import Found
from grader.submission.model import Attachment, Submission
from grader.submission.module import LeftOut, Module
from grader.submission.notebook import read_notebook
from grader.submission.one_language import in_one_language
from grader.submission.outputs import StoredOutput, stored_outputs
from grader.submission.python2 import for_one_hand_in
from grader.submission.python_file import read_python_file
from grader.submission.sheet import Sections
from grader.submission.slicing import with_definitions_only
from grader.submission.spool import Spool
from grader.submission.stored import stored_scores
from grader.submission.text import Text, decode
from grader.submission.written import LONGEST, Line, cell_lines, document, numbered_sections, sections, text_lines

#: Ends the name of a module of which the assignment has its own.
HANDED_IN = "_handed_in"
#: Names that nobody's file may take, because everything else imports them.
_NEVER = frozenset({"numpy", "scipy", "torch", "msgpack", "sitecustomize", "usercustomize", "conftest"})
_KINDS = {
    "PDF": (".pdf",),
    "picture": (".png", ".jpg", ".jpeg", ".gif", ".svg", ".bmp", ".webp", ".tif", ".tiff", ".heic"),
    "document": (".docx", ".doc", ".odt", ".rtf", ".pages", ".html", ".htm"),
    "array": (".npy", ".npz"),
    "weights": (".pt", ".pth", ".ckpt", ".h5", ".safetensors", ".pkl", ".pickle"),
    "archive": (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"),
}
_KIND = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}
_FORMATS: dict[str, Format] = {".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".tex": "latex"}


@dataclass
class _Gathered:
    """What has been read so far; the one thing here that changes."""

    given: frozenset[str]
    modules: dict[str, Module] = field(default_factory=dict)
    sections: dict[str, list[WrittenAnswer]] = field(default_factory=dict)
    documents: list[WrittenAnswer] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    outputs: list[StoredOutput] = field(default_factory=list)
    own_numbers: list[Sections] = field(default_factory=list)
    aside: dict[str, File] = field(default_factory=dict)  # by the given file's dotted name
    bytes_read: int = 0


def load(found: Found, given: frozenset[str], spool: Spool, run_scripts: bool = False) -> Submission:
    """What was handed in. `given`: the course's modules, of which ours are used, and the names they set, dotted.

    run_scripts: a .py file is executed whole behind the wall; without, its definitions are, as a notebook's always.
    The submission's folder is the spool's copy; it is there until the spool releases it.
    """
    taken = spool.take(found.path)
    there = listing(taken.folder, taken.names)
    left_out = [*found.left_out, *taken.left_out, *there.left_out]
    gathered = _Gathered(given, notes=list(taken.notes), left_out=left_out, flags=[*found.flags, *taken.flags])
    # A README may answer questions, but only those that no other file does; a notebook's name gives way to a module's.
    with for_one_hand_in():
        for file in sorted(there.files, key=lambda file: (file.stem.lower() == "readme", file.suffix == ".ipynb")):
            _take(file, gathered)
        _add_what_ours_lack(gathered)
        names = frozenset(file.path.name for file in there.files)
        modules = tuple(_executed(module, run_scripts, names) for module in in_one_language(gathered.modules))
    return Submission(
        found.who,
        found.slug,
        taken.folder,
        modules,
        {label: tuple(answers) for label, answers in gathered.sections.items()},
        tuple(gathered.documents),
        tuple(gathered.attachments),
        tuple(dict.fromkeys([*gathered.notes, *(note for module in modules for note in module.notes)])),
        (*gathered.left_out, *(left for module in modules for left in module.left_out)),
        tuple(gathered.flags),
        tuple(gathered.outputs),
        tuple(gathered.own_numbers),
    )


def _executed(module: Module, run_scripts: bool, names: frozenset[str]) -> Module:
    """The module with what of it is executed."""
    return module if run_scripts and module.kind == "module" else with_definitions_only(module, names)


def _take(file: File, gathered: _Gathered) -> None:
    """Reads one file into what it is."""
    if file.suffix in (".py", ".ipynb"):
        _take_code(file, gathered)
    elif file.suffix in _FORMATS:
        text = _text(file, gathered)
        if isinstance(text, Text):
            gathered.notes.extend(text.notes)
            if _is_short(text.text, file, gathered):
                _take_written(text_lines(text.text, file.name), _FORMATS[file.suffix], gathered)
        elif text is not None:
            gathered.left_out.append(LeftOut(file.name, text.what))
    else:
        kind = _KIND.get(file.suffix, "data")
        gathered.attachments.append(Attachment(file.name, kind, file.path))
        if kind == "archive":
            gathered.left_out.append(LeftOut(file.name, "It is an archive. Unpack it, and hand in what is inside."))


def _text(file: File, gathered: _Gathered) -> Text | Finding | None:
    """A file's text; a finding where it is none, None where it was left out for a limit."""
    data = file.path.read_bytes()
    gathered.bytes_read += len(data)
    if gathered.bytes_read > MOST_BYTES_IN_ALL:
        why = f"All files together are larger than {MOST_BYTES_IN_ALL // 1_000_000} MB."
        gathered.left_out.append(LeftOut(file.name, why))
        return None
    return decode(data, file.name)


def _take_code(file: File, gathered: _Gathered) -> None:
    dotted = f"{file.folder}.{file.stem}" if file.folder in gathered.given else file.stem
    if file.folder in gathered.given and file.stem == "__init__":
        dotted = file.folder
    if dotted in gathered.given and file.suffix == ".py":
        gathered.aside[dotted] = file
        return
    hides = file.folder if file.stem == "__init__" else file.stem
    if hides in _NEVER:
        gathered.left_out.append(LeftOut(file.name, f"A file of this name would hide `{hides}` from all others."))
        gathered.flags.append(f"{file.name} has the name of `{hides}`, which every module needs; it was left out.")
        return
    text = _text(file, gathered)
    if text is None or (file.stem == "__init__" and isinstance(text, Text) and not text.text.strip()):
        return
    name = _module_name(file, gathered)
    if file.suffix == ".ipynb":
        module = _notebook(text, name, file, gathered)
    else:
        module = read_python_file(text, name, file.name, file.folder)
    other = gathered.modules.get(name)
    if other is not None:
        module, other = (module, other) if _goes_further(module, other) else (other, module)
        why = f"{module.file} has the same name; only one of them can be imported."
        gathered.left_out.append(LeftOut(other.file, why))
    gathered.modules[name] = module


def _add_what_ours_lack(gathered: _Gathered) -> None:
    """Of files that come with the assignment ours are used; a student's is read where others import more from it."""
    for dotted, file in gathered.aside.items():
        shown = f"{file.folder}/" if file.folder in gathered.given else file.name
        note = f"{shown} comes with the assignment: ours is used instead of the one handed in."
        more = any(
            source == dotted and f"{dotted}.{name}" not in gathered.given and name != "*"
            for module in gathered.modules.values()
            for name, source in module.imported.items()
        )
        text = _text(file, gathered) if more or (dotted == file.stem and file.size) else None
        module = read_python_file(text, dotted.replace(".", "_") + HANDED_IN, file.name, file.folder) if text else None
        if module and module.problem is None:
            note = f"{file.name} comes with the assignment: of what both define, ours is used."
            gathered.modules[module.name] = module
        gathered.notes.append(note)


def _goes_further(one: Module, other: Module) -> bool:
    """Whether `other` is the starter of `one`: it leaves unwritten what `one` has, and not the other way round."""

    def written(module: Module, is_written: bool) -> set[str]:
        return {name for name, found in module.definitions.items() if (found.unfinished is None) is is_written}

    return bool(written(one, True) & written(other, False)) and not written(one, False) & written(other, True)


def _notebook(text: Text | Finding, name: str, file: File, gathered: _Gathered) -> Module:
    found = cells(text.text, file.name) if isinstance(text, Text) else text
    if isinstance(found, Finding):
        return Module(name, file.name, "", "", "notebook", {}, problem=found, folder=file.folder)
    if isinstance(text, Text):
        gathered.flags.extend(stored_scores(text.text, file.name))
        gathered.outputs.extend(stored_outputs(text.text, file.name))
    written: tuple[Cell, ...] = tuple(cell for cell in found if cell.kind == "markdown")
    if written and _is_short("".join(cell.text for cell in written), file, gathered):
        _take_written(cell_lines(written, file.name), "notebook", gathered)
    return replace(read_notebook(found, name, file.name), folder=file.folder)


def _is_short(text: str, file: File, gathered: _Gathered) -> bool:
    if len(text) > LONGEST:
        why = f"It is longer than {LONGEST:,} characters, too long for a written answer."
        gathered.left_out.append(LeftOut(file.name, why))
    return len(text) <= LONGEST


def _take_written(lines: list[Line], kind: Format, gathered: _Gathered) -> None:
    found = list(sections(lines, kind))
    readme = lines[0].file.rsplit("/", 1)[-1].lower().startswith("readme")
    if found or not readme:
        gathered.documents.append(document(lines, kind))
    numbered: dict[str, tuple[WrittenAnswer, ...]] = {}
    for label, answer in numbered_sections(lines, kind):
        numbered[label] = (*numbered.get(label, ()), answer)
    if numbered:
        gathered.own_numbers.append(numbered)
    for label, answer in found:
        if not (readme and label in gathered.sections):
            gathered.sections.setdefault(label, []).append(answer)


def _module_name(file: File, gathered: _Gathered) -> str:
    """The name by which other modules import the file: its stem, made an identifier that hides nothing."""
    stem = file.folder if file.stem == "__init__" else file.stem
    name = re.sub(r"\W+", "_", stem, flags=re.ASCII).strip("_") or "module"
    if name[0].isdigit() or keyword.iskeyword(name):
        name = f"m_{name}"
    if name in sys.stdlib_module_names:
        gathered.flags.append(f"{file.name} has the name of a standard module; nothing can import it by that name.")
        return f"{name}{HANDED_IN}"
    if file.suffix == ".ipynb" and name in gathered.modules:
        return f"{name}_notebook"
    return name
