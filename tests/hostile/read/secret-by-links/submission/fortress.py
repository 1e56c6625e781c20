import os

PATHS = ("@WORLD_FILE@", "@SECRET_FILE@", "@REPORT@")


def scale(x, factor):
    found = []
    for number, path in enumerate(PATHS):
        for make in (os.link, os.symlink, os.rename):
            name = f"linked-{number}-{make.__name__}"
            try:
                make(path, name)
                found.append(open(name).read())
            except OSError:
                pass
    raise ValueError(f"loot: {found}")
