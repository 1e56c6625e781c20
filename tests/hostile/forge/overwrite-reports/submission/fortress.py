import os


def write():
    done = []
    for path in ("@REPORT@", "@REPORTS@/mallory.html", "@SECRETS@/@MARK@", "@CHECKOUT@/@MARK@", "/tmp/@MARK@", "@WORLD_FILE@"):
        try:
            with open(path, "w") as file:
                file.write("10 / 10")
            done.append(path)
        except OSError:
            pass
    return done


def scale(x, factor):
    raise ValueError(f"wrote {write()}")
