import os
import tempfile

FOLDERS = (".", "..", tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", "/", "/work", "/etc",
           os.path.expanduser("~"), "@REPORTS@", "@CHECKOUT@", os.path.dirname(os.__file__))


def scale(x, factor):
    places = [os.path.join(folder, "@MARK@-file") for folder in FOLDERS]
    found = [place for place in places if os.path.exists(place)]
    for place in places:
        try:
            with open(place, "w") as file:
                file.write("left")
        except OSError:
            pass
    raise ValueError(f"{'found' if found else 'nothing was left'}: {found}")
