"""Numbers beside the dots of the picture."""

from hypothesis import given
from hypothesis import strategies as st

from elearn.core.quiz.scatter import HEIGHT, LEFT, TOP, WIDTH, place


def box(number, at):
    """The room that a number takes, a little less than what it is given."""
    width = 7 * len(str(number))
    left = at.label_x if at.anchor == "start" else at.label_x - width
    return left, at.label_y - 10, left + width, at.label_y


def covers(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_dot_stands_where_its_figures_say():
    easy, hard = place([(1, 1.0, 1.0), (2, 0.0, -1.0)])
    assert (easy.x, easy.y) == (LEFT + WIDTH, TOP)
    assert (hard.x, hard.y) == (LEFT, TOP + HEIGHT)
    assert easy.anchor == "start"


def test_numbers_of_dots_that_stand_close_do_not_cover_one_another():
    dots = [(n, 0.8 + n * 0.012, 0.3 + (n % 3) * 0.03) for n in range(1, 7)]
    boxes = [box(n, at) for (n, _x, _y), at in zip(dots, place(dots), strict=True)]
    for i, one in enumerate(boxes):
        assert not any(covers(one, other) for other in boxes[i + 1 :])


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), max_size=80))
def test_every_number_stands_near_its_dot_however_many_there_are(pairs):
    dots = [(n, x, y) for n, (x, y) in enumerate(pairs, 1)]
    for at in place(dots):
        assert abs(at.label_x - at.x) < 30
        assert abs(at.label_y - at.y) < 30
