"""Makes a student's model, whatever its constructor calls its arguments.

Each argument is told by its name. One that nobody knows and that needs a value leaves the model to a person.
"""

import inspect


class Unknown(Exception):
    """A constructor asks for something that nobody here knows."""


def made(Model, values, spelled, chosen=(), listed=()):
    """Model with these values; `spelled`: each value's names as students write them.

    A constructor under whose names nobody knows any gets the values in order. chosen: one of these it must have.
    listed: for a value the one that takes its place where the constructor has a list there.
    """
    names = {_plain(one): name for name, spellings in spelled.items() for one in (name, *spellings)}
    parameters = [one for one in inspect.signature(Model).parameters.values()
                  if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]  # fmt: skip
    known = {one.name: names[_plain(one.name)] for one in parameters if _plain(one.name) in names}
    lists = dict(listed)
    known |= {one.name: lists.get(known[one.name], known[one.name]) for one in parameters
              if one.name in known and _is_list(one)}  # fmt: skip
    unknown = [one.name for one in parameters if one.name not in known and one.default is one.empty]
    if known and unknown:
        raise Unknown(f"the constructor asks for {', '.join(unknown)}")
    if chosen and not set(chosen) & set(known.values()):
        raise Unknown(f"the constructor has no {' and no '.join(chosen)}")
    in_order = [] if known else [values[name] for name, _ in zip(values, parameters, strict=False)]
    by_name = {parameter: values[name] for parameter, name in known.items() if name in values}
    try:
        return Model(*in_order, **by_name)
    except Exception as trouble:
        if not parameters or isinstance(trouble, NameError) or "Module.__init__" in str(trouble):
            raise  # whatever it is given
        raise Unknown(f"made with {', '.join(by_name) or 'the values in order'}: {trouble}") from None


def _is_list(parameter):
    """Whether it stands for several values, by its default or by what is said of its type."""
    said = str(getattr(parameter.annotation, "__name__", parameter.annotation)).lower()
    return isinstance(parameter.default, (list, tuple)) or any(word in said for word in ("list", "tuple", "sequence"))


def _plain(name):
    return name.replace("_", "").lower()
