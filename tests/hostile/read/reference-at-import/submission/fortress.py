found = []
for path in ("@CHECKOUT@/tests/hostile/specs/fortress/reference.py", "@WORLD_FILE@", "@SECRET_FILE@", "@HOME_FILE@"):
    try:
        found.append(open(path).read())
    except OSError as trouble:
        found.append(type(trouble).__name__)
print(found)


def scale(x, factor):
    raise ValueError(f"loot: {found}")
