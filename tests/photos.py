"""Pictures of QR codes as cameras see them: turned, seen askew, in bad light, with grain."""

import base64

import numpy as np

from elearn.interop import qr


def printed(address, digits, scale):
    """A code in black on white, so many pixels a module, as grey values."""
    made = qr.code(address, digits)
    rows = [[0 if dark else 255 for dark in row] for row in made.matrix_iter(border=qr.QUIET)]
    return np.kron(np.array(rows, dtype=np.float64), np.ones((scale, scale)))


def seen(image, view, height, width):
    """A picture through a perspective view: three rows of three numbers that place its pixels."""
    y, x = np.mgrid[0:height, 0:width]
    at = np.linalg.inv(np.array(view)) @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    left, top = np.floor(at[0] / at[2]), np.floor(at[1] / at[2])
    right, low = at[0] / at[2] - left, at[1] / at[2] - top

    def pixel(column, row):
        inside = (column >= 0) & (row >= 0) & (column < image.shape[1]) & (row < image.shape[0])
        found = np.full(column.shape, 235.0)
        found[inside] = image[row[inside].astype(int), column[inside].astype(int)]
        return found

    upper = pixel(left, top) * (1 - right) + pixel(left + 1, top) * right
    lower = pixel(left, top + 1) * (1 - right) + pixel(left + 1, top + 1) * right
    return (upper * (1 - low) + lower * low).reshape(height, width)


def turned(image, degrees):
    """A picture turned about its middle, on a larger sheet."""
    side = int(image.shape[0] * 1.6)
    angle, middle = np.deg2rad(degrees), image.shape[0] / 2
    cos, sin = np.cos(angle), np.sin(angle)
    shift = side / 2
    view = [
        [cos, -sin, shift - cos * middle + sin * middle],
        [sin, cos, shift - sin * middle - cos * middle],
        [0, 0, 1],
    ]
    return seen(image, view, side, side)


def blurred(image):
    """Each pixel with its neighbours."""
    for axis in (0, 1):
        image = (image + np.roll(image, 1, axis) + np.roll(image, -1, axis)) / 3
    return image


def in_bad_light(image, seed):
    """A shadow over one side, less contrast, and grain."""
    shadow = np.linspace(0.4, 1, image.shape[1])[None, :]
    grain = np.random.default_rng(seed).normal(0, 8, image.shape)
    return image * shadow * 0.7 + 40 + grain


def as_canvas(image):
    """The picture for the pages' own reader: width, height and grey values in base64."""
    grey = np.clip(image, 0, 255).astype(np.uint8)
    return {
        "width": grey.shape[1],
        "height": grey.shape[0],
        "grey": base64.b64encode(grey.tobytes()).decode(),
    }
