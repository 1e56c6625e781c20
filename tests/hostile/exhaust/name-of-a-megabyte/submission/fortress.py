def scale(x, factor):
    name = "x" * 1_000_000
    space = {"kind": type(name, (Exception,), {})}
    exec(compile(f"def {name}(): raise kind({name!r})", name, "exec"), space)
    space[name]()
