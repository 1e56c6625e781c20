import os
import struct

import msgpack


def scale_frame():
    rows, columns = 100_000, 3
    body = bytes(8 * rows * columns) + bytes(8 * columns)
    arrays = [{"a": [0, "<f8", [rows, columns]]}, {"a": [1, "<f8", [columns]]}]
    tree = {"d": [["callback", 0], ["arguments", arrays], ["named", {"d": []}]]}
    header = msgpack.packb([tree, [8 * rows * columns, 8 * columns]])
    return struct.pack("<4sIQ", b"GRD1", len(header), len(body)) + header + body


def apply(f, x, factor):
    frame = scale_frame()
    while True:
        view = memoryview(frame)
        while view:
            view = view[os.write(3, view) :]
