"""What people give goes before what they look at, and pages are never kept out."""

from types import SimpleNamespace

import pytest

from elearn.cli.turns import Telling, Turns
from elearn.services.attempts import CROWD


def waiting(command, number):
    return SimpleNamespace(requests=[SimpleNamespace(command=command)], number=number)


def taken(turns):
    found = [turns.popleft() for _ in range(len(turns))]
    return [(channel.requests[0].command, channel.number) for channel in found]


def test_what_people_give_goes_before_pages_that_came_first():
    turns = Turns()
    for number, command in enumerate(["GET", "HEAD", "POST", "GET", "POST"]):
        turns.append(waiting(command, number))
    assert [number for _command, number in taken(turns)] == [2, 4, 0, 1, 3]


def test_every_sixteenth_turn_is_a_page_however_much_is_given():
    turns = Turns()
    for number in range(40):
        turns.append(waiting("POST", number))
    for number in range(2):
        turns.append(waiting("GET", number))
    order = [command for command, _number in taken(turns)]
    assert [place for place, command in enumerate(order, 1) if command == "GET"] == [16, 32]


def test_pages_alone_keep_their_order_and_an_empty_queue_says_so():
    turns = Turns()
    for number in range(30):
        turns.append(waiting("GET", number))
    assert [number for _command, number in taken(turns)] == list(range(30))
    with pytest.raises(IndexError):
        turns.popleft()


def test_the_application_is_told_when_very_many_wait_to_give_something():
    turns, told = Turns(), []
    serve = Telling(lambda environ, _start: told.append(CROWD in environ), turns)
    for number in range(19):
        turns.append(waiting("POST", number))
    for number in range(30):
        turns.append(waiting("GET", number))
    serve({}, None)
    turns.append(waiting("POST", 19))
    serve({}, None)
    assert told == [False, True]
