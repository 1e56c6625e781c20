import struct


def make(folder):
    count = 30_000
    local, central = [], []
    at = 0
    for number in range(count):
        name = b"fortress%06d.py" % number
        head = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0)
        central.append(struct.pack("<IH", 0x02014B50, 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, at) + name)
        local.append(struct.pack("<I", 0x04034B50) + head + name)
        at += len(local[-1])
    table = b"".join(central)
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, len(table), at)
    where = struct.pack("<IIQI", 0x07064B50, 0, at + len(table), 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, len(table), at, 0)
    (folder / "hand-in.zip").write_bytes(b"".join(local) + table + end64 + where + end)
