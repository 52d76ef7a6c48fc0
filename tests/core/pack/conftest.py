from datetime import date

import pytest


@pytest.fixture
def day():
    return date(2026, 11, 23)
