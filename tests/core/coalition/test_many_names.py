"""A sentence that names only some of many things says how many more there are."""

from collections.abc import Callable

import pytest

from bot.core.campaigns.campaign_search import list_titles
from bot.core.coalition.org_directory import Org, Place, choose_only_org, choose_only_place, choose_org, choose_place
from bot.core.names.name_search import MOST
from bot.errors import Blank, UserError
from bot.phrases import Listing, make_phrase

MANY = 33
ORGS = tuple(Org(f"o{n}", f"Borough {n:02}", 1) for n in range(MANY))
PLACES = tuple(Place(f"c{n}", f"Borough {n:02}", "o1", "Ours") for n in range(MANY))
REST = make_phrase("list.others", count=MANY - MOST)


def read_last(known: Blank) -> Blank:
    assert isinstance(known, Listing)
    return known.items[-1]


@pytest.mark.parametrize(
    "choose",
    [
        lambda: choose_only_org(ORGS),
        lambda: choose_only_place(PLACES),
        lambda: choose_org(ORGS, "borough"),
        lambda: choose_place(PLACES, "borough"),
    ],
    ids=["org", "chapter", "named org", "named chapter"],
)
def test_the_rest_of_many_names_is_counted(choose: Callable[[], object]) -> None:
    with pytest.raises(UserError) as caught:
        choose()
    assert read_last(caught.value.params["known"]) == REST
    assert len(caught.value.choices) == MOST


def test_a_few_names_have_no_rest() -> None:
    with pytest.raises(UserError) as caught:
        choose_only_org(ORGS[:MOST])
    assert read_last(caught.value.params["known"]) == make_phrase("offer.quoted", name=f"Borough {MOST - 1:02}")
    assert list_titles(()) == Listing((), choice=True)
