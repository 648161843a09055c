"""References by their beginning, and the nearest one."""

import pytest

from bot.core.names.reference_search import find_near_reference, find_references

KNOWN = ("4F7K-92MD", "4F7K-A01B", "Q0ZZ-1111")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("4F7K-92MD", ("4F7K-92MD",)),
        ("4f7k 92", ("4F7K-92MD",)),
        ("4f7k9", ("4F7K-92MD",)),
        ("4F7K", ("4F7K-92MD", "4F7K-A01B")),
        ("4F7K–92", ("4F7K-92MD",)),  # an en dash, as phones put it
        ("qOz", ("Q0ZZ-1111",)),  # an O for a zero
        ("Ｑ０ＺＺ", ("Q0ZZ-1111",)),
        ("q0", ()),
        ("", ()),
        ("%", ()),
        ("4F7K-92MD-1", ()),
    ],
)
def test_a_beginning_finds_its_references(typed: str, found: tuple[str, ...]) -> None:
    assert find_references(typed, KNOWN) == found


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("4F7K-92MX", "4F7K-92MD"),
        ("4F7K-29MD", "4F7K-92MD"),
        ("QOZZ-1112", "Q0ZZ-1111"),
        ("xxxxxxxx", None),
        ("", None),
    ],
)
def test_the_nearest_reference_is_found(typed: str, near: str | None) -> None:
    assert find_near_reference(typed, KNOWN) == near
