class Struct:
    pass
