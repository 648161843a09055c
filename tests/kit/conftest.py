"""A dispatcher with sample commands, and its log."""

import pytest

from tests.kit.sample import Floor


@pytest.fixture
def floor() -> Floor:
    return Floor()
