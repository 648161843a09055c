"""Where an office is, from its address."""

from bot.core.statehouse.home_offices import find_place, is_same_town


def test_where_an_office_at_home_is() -> None:
    towns = {
        "930 Executive Way Suite 201, Redding, CA 96002": "Redding",
        "P.O. Box 1, St. Helena, CA 94574-0001": "St. Helena",
        "860 Via De La Paz, Pacific Palisades,, CA 90272": "Pacific Palisades",
        "Chico, CA": "Chico",
        "CA": "California",
        "": "California",
        "somewhere": "California",
        "1 Main St., \u2063, CA 90272": "California",
        f"1 Main St., {'Town' * 11}, CA 90272": "California",
    }
    for address, town in towns.items():
        assert (find_place(address, "CA").town, find_place(address, "CA").zone) == (town, "America/Los_Angeles"), (
            address
        )
    assert find_place("", "DC").town == "District of Columbia"
    zones = {
        "1 Main St., El Paso, TX 79901": "America/Denver",
        "1 Main St., Socorro, TX": "America/Denver",
        "1 Main St., Waco, TX 76701": "America/Chicago",
        "1 Main St., Milton, FL 32570": "America/Chicago",
        "1 Main St., Port St. Joe, FL 32456": "America/New_York",
        "1 Main St., Evansville, IN 47708": "America/Chicago",
        "1 Main St., Jasper, IN 47546": "America/New_York",
        "1 Main St., Benton, KY 42025": "America/Chicago",
        "1 Main St., Maryville, TN 37801": "America/New_York",
        "1 Main St., Hayden, ID 83835": "America/Los_Angeles",
        "1 Main St., Box Elder, SD 57719": "America/Denver",
    }
    for address, zone in zones.items():
        assert find_place(address, address.split(", ")[2][:2]).zone == zone, address


def test_saint_is_written_in_two_ways() -> None:
    assert is_same_town("St. Paul", "Saint Paul")
    assert not is_same_town("Paul", "Saint Paul")
