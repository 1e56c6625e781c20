"""Hostile hand-ins, as text. They run nowhere but behind the wall, and the worst they name is a file of their own.

Each is put at the end of an otherwise right `word2vec.py`, so that the name it spoils is the last definition.
"""

MISCHIEF = {
    "an endless loop": """
def sigmoid(x):
    while True:
        pass
""",
    "an endless loop on import": """
while True:
    pass
""",
    "os._exit": """
import os


def skipgram(*arguments, **named):
    os._exit(0)
""",
    "SystemExit": """
def skipgram(*arguments, **named):
    raise SystemExit(0)
""",
    "prints without end": """
def sigmoid(x):
    while True:
        print("all marks, please " * 100000)
""",
    "fork": """
import os


def sigmoid(x):
    if os.fork() == 0:
        os._exit(0)
    return np.ones_like(x)
""",
    "deletes what was handed in": """
import os

for name in ("word2vec.py", "sgd.py", "written.md"):
    os.remove(name)
""",
    "patches numpy": """
for name in ("allclose", "isclose", "array_equal", "testing"):
    setattr(np, name, lambda *arguments, **named: True)


def sigmoid(x):
    return np.ones_like(x)
""",
    "all the memory there is": """
def sigmoid(x):
    return np.ones((1 << 20, 1 << 20))
""",
    "a deep recursion": """
def sigmoid(x):
    return sigmoid(sigmoid(x))
""",
    "terminal control characters": """
def sigmoid(x):
    print("\\x1b[2J\\x1b]0;passed\\x07")
    raise ValueError("<script>alert(1)</script> \\x1b[31m =1+1")
""",
    "a signal": """
import os
import signal


def sigmoid(x):
    os.kill(os.getpid(), signal.SIGKILL)
""",
}
