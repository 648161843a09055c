"""Whom a campaign calls in a caller's state, by the real legislators of August 2026, and by made-up ones."""

import pytest

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.directory.members import Directory
from bot.core.guidance.phone_lines import find_line
from bot.core.guidance.state_targets import StateHome, match_own_members
from bot.core.guidance.targets import Targets, choose_target, explain_nobody, find_targets
from bot.core.statehouse.open_states import read_state
from bot.core.statehouse.state_directory import StateDirectory
from bot.errors import UserError
from bot.phrases import State
from tests.public_data.capitol import LOADED
from tests.public_data.statehouses import find_real_state, load_state, phone_of, state_id_of
from tests.services import MONDAY, campaign

BOTH = campaign("both", "targets: {state: both}")
LOWER_IN_CA = campaign("ca", "targets: {state: lower, in: [CA, NY]}")
MIXED = campaign("mixed", "targets: [my_senators, {state: upper, in: TX}]")
GOVERNORS = campaign("gov", "targets: {governor: [{state: CA, name: Ana Ruiz, phone: 916-445-2841}]}")
SWITCHBOARD = "(202) 224-3121"


def load_real(*states: str) -> StateDirectory:
    return StateDirectory({state: read_state(find_real_state(state), state, LOADED).roster for state in states})


def load_invented(*states: str, vacant: tuple[str, ...] = ()) -> StateDirectory:
    return StateDirectory({state: load_state(state, vacant=vacant).roster for state in states})


def find(file: CampaignFile, place: str | None, states: StateDirectory, upper: str = "", lower: str = "") -> Targets:
    return find_targets(file, place, Directory(), StateHome(upper or None, lower or None, states))


def name_all(targets: Targets) -> list[tuple[str, str]]:
    """Each target's name, and the number to call first."""
    return [(str(one.label), find_line(one, SWITCHBOARD, MONDAY).phone) for one in targets.all]


def test_the_callers_own_legislators_by_real_data() -> None:
    states = load_real("CA", "MA", "NE", "VT", "DC", "TX")
    california = find(LOWER_IN_CA, "CA-11", states, lower="CA-L-17")
    assert name_all(california) == [("Matt Haney", "(916) 319-2017")]
    massachusetts = find(BOTH, "MA-1", states, upper="MA-U-Hampden", lower="MA-L-10th Hampden")
    assert [phone for _, phone in name_all(massachusetts)] == ["(617) 722-2199", "(617) 722-1660"]
    assert [one.state for one in massachusetts.all] == ["MA", "MA"]
    [unicameral] = find(BOTH, "NE-2", states, upper="NE-U-8").all
    assert (unicameral.generic, unicameral.legislator and unicameral.legislator.title) == ("state-upper", "senator")
    vermont = find(BOTH, "VT-0", states, upper="VT-U-Addison", lower="VT-L-Addison-3")
    assert len(vermont.all) == 4  # two members a district, in both chambers
    assert len({phone for _, phone in name_all(vermont)}) <= 4
    ward = find(BOTH, "DC-0", states, upper="DC-U-Ward 3")
    districts = [one.legislator.district for one in ward.all if one.legislator]
    assert districts[0] == "Ward 3"
    assert set(districts[1:]) == {"At-Large", "Chairman"}
    everybody = [one for targets in (california, massachusetts, vermont, ward) for one in name_all(targets)]
    assert SWITCHBOARD not in [phone for _, phone in everybody]


def test_a_word_means_the_first_of_two_members_by_name() -> None:
    upper, lower = "VT-U-Addison", "VT-L-Addison-3"
    states = load_invented("VT")
    assert [len(states.find_by_district(key)) for key in (upper, lower)] == [2, 2]
    found = match_own_members(StateHome(upper, lower, states))
    assert list(found) == [("state-lower", state_id_of(lower, 1)), ("state-upper", state_id_of(upper, 1))]


def test_before_the_district_is_known_nobody_is_named_and_no_number_is_given() -> None:
    states = load_invented("CA", "DC")
    for place, home in ((None, None), ("CA", "CA"), ("CA-11", "CA"), ("NY-12", "NY")):
        targets = find(LOWER_IN_CA, place, states)
        assert [(one.slot, one.state) for one in targets.all] == [("state-lower", home)]
        assert name_all(targets)[0][1] == ""
    at_large = find(BOTH, "DC-0", states)
    assert at_large.slots[0] == "state-upper"
    assert len(at_large.slots) == 6  # everybody elects the chairman and four more
    own = campaign("own", "phone: (916) 319-2000", "targets: {state: lower, in: CA}")
    assert find_line(find(own, "CA", states).all[0], own.phone, MONDAY).phone == "(916) 319-2000"
    mixed = campaign("mixed", "phone: (844) 555-0134", "targets: [my_senators, {state: lower, in: CA}]")
    assert find_line(find(mixed, "CA", states).all[-1], mixed.phone, MONDAY).phone == ""


def test_somebody_elsewhere_has_nobody_to_call_and_is_told_kindly() -> None:
    states = load_invented("CA", "TX", "NE")
    elsewhere = find(LOWER_IN_CA, "TX-35", states, lower="TX-L-1")
    assert elsewhere.all == ()
    error = explain_nobody(elsewhere, LOWER_IN_CA)
    assert error.params["why"].key == "office.nobody_why.states"  # type: ignore[union-attr]
    assert dict(error.params["why"].params)["place"] == State("TX")  # type: ignore[union-attr]
    assert find(MIXED, "CA-11", states).slots == ("senator-1", "senator-2")
    assert find(MIXED, "TX-35", states, upper="TX-U-29").slots[2] == state_id_of("TX-U-29")
    assert find(campaign("low", "targets: {state: lower}"), "NE-2", states).all == ()  # it has one chamber
    assert find(GOVERNORS, "TX-35", states).all == ()


def test_a_seat_that_nobody_holds_is_vacant() -> None:
    states = load_invented("CA", vacant=("CA-L-12",))
    empty = find(LOWER_IN_CA, "CA-11", states, lower="CA-L-12")
    assert (empty.all, empty.vacant) == ((), ("CA-L-12",))


def test_governors_are_the_callers_own() -> None:
    [governor] = find(GOVERNORS, "CA-11", StateDirectory()).all
    assert name_all(find(GOVERNORS, "CA-11", StateDirectory())) == [("Ana Ruiz", "(916) 445-2841")]
    assert (governor.slot, governor.generic) == ("governor-ca", "state-governor")
    unknown = find(GOVERNORS, None, StateDirectory())
    assert unknown.slots == ("state-governor",)
    assert unknown.resolve_slot("governor-ca") == "state-governor"
    assert find(GOVERNORS, "CA-11", StateDirectory()).resolve_slot("state-governor") == "governor-ca"


@pytest.mark.parametrize("typed", [
    "Lee CA-L-12", "assembly member lee CA-L-12", "CA-L-12", "my assembly member", "state-lower", "assemblymember",
    "representative", "the assembly", "state rep",
])  # fmt: skip
def test_people_name_their_legislators(typed: str) -> None:
    targets = find(BOTH, "CA-11", load_invented("CA"), upper="CA-U-11", lower="CA-L-12")
    assert choose_target(typed, targets, BOTH).slot == state_id_of("CA-L-12")


def test_a_senator_is_the_states_where_the_campaign_calls_no_other() -> None:
    states = load_invented("TX")
    targets = find(BOTH, "TX-35", states, upper="TX-U-29", lower="TX-L-1")
    assert choose_target("my senator", targets, BOTH).slot == state_id_of("TX-U-29")
    mixed = find(MIXED, "TX-35", states, upper="TX-U-29")
    with pytest.raises(UserError, match=r"office\.several") as asked:
        choose_target("senator", mixed, MIXED)
    assert [slot for slot, _ in asked.value.choices] == ["senator-1", "senator-2"]
    assert choose_target("state senator", mixed, MIXED).slot == state_id_of("TX-U-29")
    assert choose_target("Governor Ruiz", find(GOVERNORS, "CA-11", states), GOVERNORS).slot == "governor-ca"
    with pytest.raises(UserError):
        choose_target("governor", mixed, MIXED)


def test_another_office_is_offered_while_the_capitol_is_closed() -> None:
    [member] = find(LOWER_IN_CA, "CA-11", load_invented("CA"), lower="CA-L-12").all
    assert member.legislator is not None
    home = member.legislator.offices[1]
    assert find_line(member, SWITCHBOARD, MONDAY).phone == phone_of("CA-L-12")
    assert find_line(member, SWITCHBOARD, MONDAY, home.id).phone == phone_of("CA-L-12", home=True)
    assert find_line(member, SWITCHBOARD, MONDAY).time.zone == "America/Los_Angeles"
