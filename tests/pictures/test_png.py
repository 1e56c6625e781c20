"""A PNG is read to know that it is whole and shows something; nothing hostile in it costs much."""

import struct
import zlib

import numpy as np
import pytest

from grader.pictures.png import NotAPicture, NotRead, Picture, _parts, _rows, look
from tests.pictures.drawn import SIGNATURE, blank, chunk, plot, png


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("filters", [(0,), (1,), (2,), (3,), (4,), (0, 1, 2, 3, 4)])
def test_every_filter_and_kind_is_read_as_it_was_drawn(filters, channels):
    pixels = np.random.default_rng(5).integers(0, 256, (11, 7, channels), dtype=np.uint8)
    header, _, packed = _parts(png(pixels, filters))
    assert np.array_equal(np.stack(list(_rows(header, packed))), pixels.reshape(11, -1))


@pytest.mark.parametrize("filters", [(0,), (2,), (4,)])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_plot_shows_something_and_an_empty_paper_does_not(channels, filters):
    assert look(png(plot(channels=channels), filters)) == Picture(320, 240, True)
    assert look(png(blank(channels=channels), filters)) == Picture(320, 240, False)


def test_a_picture_that_is_transparent_throughout_is_blank():
    pixels = plot()
    pixels[:, :, 3] = 0
    assert not look(png(pixels)).shows


def test_a_speck_and_faint_noise_are_no_picture():
    pixels = blank()
    pixels[5:7, 5:7, :3] = 0
    assert not look(png(pixels)).shows
    noise = np.random.default_rng(1).integers(245, 256, (240, 320, 3), dtype=np.uint8)
    assert not look(png(noise)).shows


def test_palettes_few_bits_and_sixteen_bits_are_read():
    rows = np.zeros((40, 8, 1), dtype=np.uint8)
    rows[10:20] = 0b10101010
    assert look(png(rows, kind=0, depth=1)) == Picture(64, 40, True)
    palette = chunk(b"PLTE", bytes([255, 255, 255, 0, 0, 0]))
    assert look(png(rows, kind=3, depth=1, extra=palette)).shows
    alike = chunk(b"PLTE", bytes([255, 255, 255, 0, 0, 0])) + chunk(b"tRNS", bytes([255, 0]))
    assert not look(png(rows, kind=3, depth=1, extra=alike)).shows


def made(rows: bytes, depth: int = 8, width: int = 5, height: int = 5) -> bytes:
    """A file with these rows, packed or not."""
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin as a PNG does"),
        (b"GIF89a" + b"0" * 40, "does not begin as a PNG does"),
        (png(plot())[:-20], "ends in the middle"),
        (png(plot()).replace(b"IDAT", b"IDAT\x00", 1), "damaged"),
        (SIGNATURE + chunk(b"IEND", b""), "first part is not a header"),
        (made(b"", depth=3), "none that a PNG can have"),
        (made(b"no"), "rows are damaged"),
        (made(zlib.compress(b"1")), "rows are missing"),
        (made(zlib.compress(b"\x09" * 60)), "no known way"),
    ],
)
def test_what_is_no_whole_picture_is_told(data, why):
    with pytest.raises(NotAPicture, match=why):
        look(data)


def test_what_would_cost_much_is_left_to_a_person(monkeypatch):
    with pytest.raises(NotRead, match="interlaced"):
        look(png(plot(), interlaced=1))
    with pytest.raises(NotRead, match="very large, 30000 by 30000"):
        look(made(b"", width=30_000, height=30_000))
    monkeypatch.setattr("grader.pictures.png.MOST_WORK", 10_000)
    with pytest.raises(NotRead, match="takes too long"):
        look(made(zlib.compress((b"\x03" + bytes(1_000)) * 50), width=1_000, height=50))


def test_a_large_picture_whose_rows_all_differ_faintly_is_left_to_a_person():
    rows = b"".join(b"\0" + bytes([number % 2]) * 5000 for number in range(3000))
    with pytest.raises(NotRead, match="too long"):
        look(made(zlib.compress(rows), width=5000, height=3000))


def test_rows_that_repeat_cost_little_and_count_each():
    rows = (b"\0" + b"\xff" * 5000) * 2999 + b"\0" + b"\0" * 5000
    assert not look(made(zlib.compress(rows), width=5000, height=3000)).shows
    rows = (b"\0" + b"\xff" * 5000) * 2900 + (b"\0" + b"\0" * 5000) * 100
    assert look(made(zlib.compress(rows), width=5000, height=3000)).shows
