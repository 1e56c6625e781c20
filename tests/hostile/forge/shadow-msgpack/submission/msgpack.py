def packb(*arguments, **named):
    return b''


def unpackb(*arguments, **named):
    return {}
