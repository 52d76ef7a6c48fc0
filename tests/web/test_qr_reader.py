"""The verify page's own reader of QR codes: every version and level, damage, and photographs."""

import random
from functools import cache

import node
import numpy as np
import photos
import pytest
import segno

ADDRESS = "https://elearning.academy.example.org/verify"
DIGITS = str((1 << 1500) + 12345)
WHOLE = f"{ADDRESS}#{DIGITS}"
LEVELS = "LMQH"


def modules(made):
    return [list(map(int, row)) for row in made.matrix]


def texts_of(codes):
    """What is read from codes given as rows of 0 and 1."""
    body = "return given.map((rows) => readModules(rows));"
    return node.run("verify/qr/modules.js", "readModules", body, codes)


def test_every_version_and_level_is_read():
    made, texts = [], []
    for version in range(1, 41):
        for level in LEVELS:
            text = f"v{version}{level}" + (" Ђорђе" if version > 3 else "")
            texts.append(text)
            made.append(segno.make_qr(text, version=version, error=level, boost_error=False))
    assert texts_of([modules(code) for code in made]) == texts


@pytest.mark.parametrize(
    "text", ["0", "01", "007", "1234567890" * 50, "A", "ABC-1/2 $%:", "ä", "Љиљана", "x#00120"]
)
def test_every_kind_of_text_is_read(text):
    assert texts_of([modules(segno.make_qr(text))]) == [text]


def test_segments_of_letters_and_digits_follow_one_another():
    made = segno.make_qr(["HTTPS://X.EXAMPLE/V#", "0012"])
    assert texts_of([modules(made)]) == ["HTTPS://X.EXAMPLE/V#0012"]


def test_damage_is_put_right_up_to_the_limit_and_never_guessed():
    chance = random.Random(5)
    whole = modules(segno.make_qr(DIGITS, error="m", boost_error=False))
    few, many = [[row[:] for row in whole] for _ in range(2)]
    size = len(whole)
    for rows, side in ((few, 9), (many, size // 2)):
        for y in range(size // 2, size // 2 + side):
            for x in range(size // 2, size // 2 + side):
                rows[y][x] = chance.randint(0, 1)
    assert texts_of([few, many]) == [DIGITS, None]


def test_rows_that_are_no_code_are_read_as_none():
    chance = random.Random(6)
    noise = [[[chance.randint(0, 1) for _ in range(n)] for _ in range(n)] for n in (21, 45, 69)]
    empty = [[[value] * 25 for _ in range(25)] for value in (0, 1)]
    assert texts_of([*noise, *empty]) == [None] * 5


READ = """
const pictures = given.map(({ width, height, grey }) => {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  Buffer.from(grey, "base64").forEach((value, at) => data.fill(value, 4 * at, 4 * at + 3));
  return { width, height, data };
});
return pictures.map((picture) => readPicture(picture));
"""


@cache
def code(scale=5):
    return photos.printed(ADDRESS, DIGITS, scale)


def tilted(amount):
    return photos.seen(code(), [[1, 0.05, 80], [0.03, 1, 80], [amount, amount / 2, 1]], 700, 700)


def on_a_page():
    """The code small in a corner of a page of text."""
    chance = np.random.default_rng(7)
    page = np.full((1700, 1200), 245.0)
    for _ in range(300):
        x, y = chance.integers(0, 1100), chance.integers(0, 1100)
        page[y : y + chance.integers(2, 14), x : x + chance.integers(2, 40)] = 20
    made = code(4)
    page[1200 : 1200 + made.shape[0], 150 : 150 + made.shape[1]] = made
    return page


def folded():
    made = np.pad(code(), 40, constant_values=245)
    made[200:208, :] = 255
    return made


PHOTOS = {
    "plain": lambda: np.pad(code(), 40, constant_values=240),
    "two pixels a module": lambda: np.pad(code(2), 40, constant_values=240),
    "turned a little": lambda: photos.turned(code(), 7),
    "on its corner": lambda: photos.turned(code(), 45),
    "upside down": lambda: photos.turned(code(), 180),
    "from the side": lambda: photos.turned(code(), 275),
    "askew": lambda: tilted(3e-4),
    "more askew": lambda: tilted(6e-4),
    "very askew": lambda: tilted(9e-4),
    "blurred, in bad light": lambda: photos.in_bad_light(photos.blurred(tilted(2e-4)), 8),
    "on a page of text": on_a_page,
    "folded": folded,
}


@pytest.mark.parametrize("name", PHOTOS)
def test_photographs_are_read(name):
    picture = photos.as_canvas(PHOTOS[name]())
    assert node.run("verify/qr/read.js", "readPicture", READ, [picture]) == [WHOLE]


def test_pictures_without_a_code_are_read_as_none():
    grey = np.full((200, 300), 200.0)
    noise = np.random.default_rng(9).uniform(0, 255, (200, 200))
    pictures = [photos.as_canvas(image) for image in (grey, noise, noise[:1, :1])]
    assert node.run("verify/qr/read.js", "readPicture", READ, pictures) == [None] * 3
