"""When a state's data are doubted."""

from bot.core.statehouse.state_directory import StateDirectory, StateEdition, make_roster
from bot.core.statehouse.state_doubts import StateDoubt, find_state_doubt, group_state_doubts
from tests.services import instant

TERMS, AGED = StateDoubt.TERMS, StateDoubt.AGED


def test_old_data_and_data_from_before_new_terms_are_doubted() -> None:
    expected = {
        ("2026-09-01", "2026-11-27"): None,
        ("2026-09-01", "2026-12-01"): AGED,
        ("2026-11-27", "2026-12-14"): None,
        ("2026-11-27", "2026-12-15"): TERMS,
        ("2026-12-16", "2027-01-14"): None,
        ("2026-12-16", "2027-01-15"): TERMS,
        ("2027-01-15", "2027-01-15"): None,
        ("2027-01-16", "2027-04-01"): None,
        ("2027-01-16", "2027-05-01"): AGED,
        ("2025-01-16", "2027-05-01"): TERMS,
        ("2027-05-01", "2027-04-01"): None,  # a corrected clock
    }
    for (loaded, at), doubt in expected.items():
        edition = StateEdition("CA", "key", instant(f"{loaded} 20:00"))
        assert find_state_doubt(edition, instant(f"{at} 20:00")) is doubt, (loaded, at)


def test_the_day_is_the_capitals() -> None:
    hawaii, maine = (StateEdition(state, "key", instant("2027-01-01 12:00")) for state in ("HI", "ME"))
    at = instant("2027-01-15 03:00")
    assert (find_state_doubt(hawaii, at), find_state_doubt(maine, at)) == (None, TERMS)


def test_states_are_grouped_by_their_doubt() -> None:
    loaded = {"CA": "2026-08-01", "NY": "2025-08-01", "AZ": "2026-08-02", "TX": "2026-11-01"}
    rosters = {
        state: make_roster(StateEdition(state, "k", instant(f"{day} 12:00")), ()) for state, day in loaded.items()
    }
    at = instant("2026-11-27 12:00")
    assert group_state_doubts(StateDirectory(rosters), at) == {TERMS: ("NY",), AGED: ("AZ", "CA")}
    assert group_state_doubts(StateDirectory(), at) == {}
