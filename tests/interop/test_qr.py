"""QR codes for paper: large enough modules at 3 cm, and other programs read them."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp

from elearn.interop import qr

ADDRESS = "https://elearning.academy.example.org/verify"
LARGEST = str((1 << 1600) - 1)


def picture(made, scale=4):
    rows = [[0 if dark else 255 for dark in row] for row in made.matrix_iter(border=qr.QUIET)]
    return np.kron(np.array(rows, dtype=np.uint8), np.ones((scale, scale), dtype=np.uint8))


@pytest.mark.parametrize("digits", ["7", LARGEST])
def test_another_program_reads_the_address(digits):
    (found,) = zxingcpp.read_barcodes(picture(qr.code(ADDRESS, digits)))
    assert found.text == f"{ADDRESS}#{digits}"


def test_it_is_read_with_a_fold_across_it():
    image = picture(qr.code(ADDRESS, LARGEST))
    image[150:158, :] = 255  # two modules high, 3 % of the code
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == f"{ADDRESS}#{LARGEST}"


@pytest.mark.parametrize("seed", range(8))
def test_whatever_it_says_it_is_read_pale_and_dirty(seed):
    chance = np.random.default_rng(seed)
    digits = str(int.from_bytes(chance.bytes(195), "big"))
    image = picture(qr.code(ADDRESS, digits), scale=3) * 0.6 + 60
    dirty = image + chance.normal(0, 12, image.shape)
    (found,) = zxingcpp.read_barcodes(np.clip(dirty, 0, 255).astype(np.uint8))
    assert found.text == f"{ADDRESS}#{digits}"


def test_the_largest_has_modules_of_four_tenths_of_a_millimetre_at_3_cm():
    modules = qr.code(ADDRESS, LARGEST).symbol_size(border=0)[0]
    assert 30 / modules >= 0.4


def test_the_drawing_is_one_path_and_repeats():
    drawn = qr.svg(qr.code(ADDRESS, "123"))
    assert [child.tag for child in ET.fromstring(drawn)] == ["{http://www.w3.org/2000/svg}path"]
    assert drawn == qr.svg(qr.code(ADDRESS, "123"))
