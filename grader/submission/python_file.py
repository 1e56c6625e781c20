"""One .py file as a module, or the reason why nothing in it can be used."""

from grader.outcome import Finding
from grader.submission.definitions import contents
from grader.submission.module import Module
from grader.submission.parsed import BadSyntax
from grader.submission.reading import read_python
from grader.submission.text import Text, utf8_cookie


def read_python_file(text: Text | Finding, name: str, file: str, folder: str, python2: bool = False) -> Module:
    """The module of a decoded file; a file that is no text, or no Python, becomes one with a problem.

    python2: it runs together with files that are Python 2, so it is Python 2 as well, whatever it looks like.
    """
    if isinstance(text, Finding):
        return Module(name, file, "", "", "module", {}, problem=text, folder=folder)
    source = utf8_cookie(text.text)
    readable = read_python(source, python2)
    if isinstance(readable, BadSyntax):
        problem = readable.finding(file, f"{file}, line {readable.line}")
        return Module(name, file, "", text.text, "module", {}, problem, text.notes, folder=folder)
    found = contents(readable.tree, readable.source, name, file, readable.origins)
    return Module(
        name,
        file,
        readable.source,
        text.text,
        "module",
        found.definitions,
        notes=(*text.notes, *(f"{file} {remark}" for remark in readable.remarks)),
        folder=folder,
        origins=readable.origins,
        nested=found.nested,
        imported=found.imported,
    )
