def zeros(*arguments):
    raise SystemExit


scale = asarray = wire = Malformed = zeros
