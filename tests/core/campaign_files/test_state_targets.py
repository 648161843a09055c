"""Targets in the states: what a campaign file may say, what it means, and every mistake with its place."""

import pytest

from bot.config.files import parse_strict
from bot.core.campaign_files.campaign_export import list_entries, write_campaign
from bot.core.campaign_files.campaign_file import CampaignFile, parse_campaign
from bot.core.directory.members import Directory
from bot.core.directory.offices.generic_offices import GENERIC, GOVERNOR, LOWER, UPPER
from bot.core.draft_parts.draft_parts import read_part, write_part
from bot.core.draft_parts.target_names import find_unclear_names, read_names
from bot.core.drafts.draft_check import parse_entries
from bot.errors import ConfigError
from tests.services import ZONE

START = "campaign: small\ntitle: Small\nscripts: {en: {text: Hello}}\ntargets: "
NEWSOM = "{state: CA, name: Gavin Newsom, phone: 916-445-2841}"
HOCHUL = "{state: New York, name: Kathy Hochul, phone: 518-474-8390, timezone: America/Chicago}"


def parse(targets: str) -> CampaignFile:
    return parse_campaign(parse_strict(f"{START}{targets}\n".encode(), "f"), ZONE)


@pytest.mark.parametrize(
    ("typed", "targets", "states"),
    [
        ("{state: lower}", (LOWER,), {LOWER: ()}),
        ("{state: upper, in: CA}", (UPPER,), {UPPER: ("CA",)}),
        ("{state: both, in: [ca, New York]}", (LOWER, UPPER), {LOWER: ("CA", "NY"), UPPER: ("CA", "NY")}),
        ("[my_senators, {state: lower}]", (*GENERIC[1:], LOWER), {LOWER: ()}),
        ("[{state: both, in: DC}, P000197, my_representative]", (LOWER, UPPER, "P000197", GENERIC[0]),
         {LOWER: ("DC",), UPPER: ("DC",)}),
        ("[{state: lower, in: CA}, {state: both, in: [NY]}]", (LOWER, UPPER), {LOWER: ("CA", "NY"), UPPER: ("NY",)}),
        (f"{{governor: [{NEWSOM}, {HOCHUL}]}}", (GOVERNOR,), {}),
        (f"[my_members, {{governor: [{HOCHUL}]}}, {{state: upper}}]", (*GENERIC, GOVERNOR, UPPER), {UPPER: ()}),
    ],
)  # fmt: skip
def test_targets_in_the_states(typed: str, targets: tuple[str, ...], states: dict[str, tuple[str, ...]]) -> None:
    campaign = parse(typed)
    assert (campaign.targets, campaign.states) == (targets, states)
    assert parse_campaign(parse_strict(write_campaign(campaign).encode(), "f"), ZONE) == campaign
    entries = list_entries(campaign)
    fields = read_part(entries, "targets")
    assert find_unclear(entries) == ()
    assert parse_entries(write_part(entries, "targets", fields), ZONE, len) == (campaign, ())


def find_unclear(entries: dict[str, object]) -> tuple[object, ...]:
    return tuple(find_unclear_names(entries, Directory()))


def test_governors_have_their_capitols_clock() -> None:
    newsom, hochul = parse(f"{{governor: [{NEWSOM}, {HOCHUL}]}}").governors
    assert (newsom.key, newsom.name, newsom.phone) == ("governor-ca", "Gavin Newsom", "(916) 445-2841")
    assert (newsom.timezone, hochul.timezone) == ("America/Los_Angeles", "America/Chicago")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{state: house}", '4:18: "state" must be lower (the House or Assembly), upper (the Senate) or both'),
        ("{state: lower, in: [CA, Califronia]}",
         '4:34: "in" must be a state or territory, such as CA or New York; did you mean "CA"?'),
        ("[P000197, {state: lower, inn: CA}]", '4:35: "inn" is not a key used here; did you mean "in"?'),
        ("{state: lower, in: [CA, NE]}",
         '4:34: "in" has NE, whose legislature has one chamber; write upper or both'),
        ("[{state: both, in: [GU]}]", '4:30: "in" has GU, whose legislature isn\'t in any data'),
        ("{in: [CA]}", '4:11: "in" belongs to "state", which is missing'),
        ("{state: both, in: [CA, California]}", '4:28: "in" must name at least one state, and each only once; '
         "without it, every state is meant"),
        ("[{state: lower}, {state: both, in: CA}]", '4:27: "targets" must name each chamber of a state only once'),
        ("[{chamber: lower}]", '4:11: "targets" must be among my_members, my_representative, my_senators, '
         'representative, senator-1, senator-2, a member\'s id such as P000197, or have "state" or "governor"'),
        ("{state: lower, committee: SSJU}", '4:10: "targets" must have one of "committee", "members", "list", '
         '"state" and "governor"; to have several, write a list'),
        ("{governor: []}", '4:21: "governor" must list at least one governor, with "state", "name" and "phone"'),
        ("{governor: [{state: CA, name: Gavin Newsom}]}", '4:22: "phone" is missing'),
        ("[{governor: [{state: DC, name: X, phone: 202-727-2643}]}]",
         '4:31: "state" must be a state or territory with a governor; write D.C.\'s mayor in a "list"'),
        (f"[{{governor: [{NEWSOM}, {NEWSOM}]}}]", '4:85: "governor" has CA twice'),
        (f"[{{state: lower, governor: [{NEWSOM}]}}]",
         '4:26: "state" and "governor" are two entries; begin each with a dash'),
    ],
)  # fmt: skip
def test_mistakes_in_them(typed: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(typed)
    assert str(caught.value) == f"f:{said}"


def test_they_are_lines_of_a_drafts_form() -> None:
    lines = {
        "state lower: CA, NY": {"state": "lower", "in": ["CA", "NY"]},
        "State House of Texas": {"state": "lower", "in": ["Texas"]},
        "state senate in NY and NJ": {"state": "upper", "in": ["NY", "NJ"]},
        "state legislature": {"state": "both"},
        "Governor of CA: Gavin Newsom | 916-445-2841": {
            "governor": [{"state": "CA", "name": "Gavin Newsom", "phone": "916-445-2841"}]
        },
        "my_senators": "my_senators",
    }
    fields = read_names({"who": "members", "members": "\n".join(lines)}, Directory())
    assert write_part({}, "targets", fields)["targets"] == list(lines.values())
    kept = write_part(list_entries(parse(f"{{governor: [{HOCHUL}]}}")), "targets", {
        "who": "members", "members": "governor NY: Kathy Hochul | 518-474-0000\ngovernor NJ: Mikie | 609-292-6000"
    })  # fmt: skip
    assert [one.get("timezone") for one in kept["targets"][0]["governor"]] == ["America/Chicago", None]
