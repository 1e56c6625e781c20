def seed(*arguments):
    raise SystemExit
