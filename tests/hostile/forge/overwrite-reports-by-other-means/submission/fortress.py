import os


def ways():
    yield lambda: os.unlink("@REPORT@")
    yield lambda: os.rename("@REPORT@", "@REPORTS@/gone")
    yield lambda: os.truncate("@REPORT@", 0)
    yield lambda: os.symlink("/etc/passwd", "@REPORTS@/bob/@MARK@")
    yield lambda: os.link("@REPORT@", "@REPORTS@/bob/@MARK@-2")
    yield lambda: os.mkdir("@REPORTS@/@MARK@-folder")
    yield lambda: os.mkfifo("@REPORTS@/@MARK@-pipe")
    yield lambda: os.chmod("@REPORT@", 0o777)
    yield lambda: os.utime("@REPORT@", (0, 0))
    yield lambda: os.setxattr("@REPORT@", "user.marks", b"10")
    yield lambda: os.chown("@REPORT@", os.getuid(), os.getgid())
    yield lambda: os.write(os.open("@REPORT@", os.O_WRONLY | os.O_APPEND), b"10")
    yield lambda: os.open("@REPORTS@", os.O_TMPFILE | os.O_WRONLY)
    yield lambda: os.rmdir("@REPORTS@/bob")


def scale(x, factor):
    done = []
    for number, way in enumerate(ways()):
        try:
            way()
            done.append(number)
        except OSError:
            pass
    raise ValueError(f"did {done}")
