"""Names of the committees of Congress, by id: those that the data have, else the ones that ship with Callboard.

Source: unitedstates/congress-legislators (CC0), ``committees-current.json`` of June 2026.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.phrases import Phrase, make_phrase

_SHIPPED = {
    "HSAG": "House Committee on Agriculture",
    "HSAP": "House Committee on Appropriations",
    "HSAS": "House Committee on Armed Services",
    "HSBA": "House Committee on Financial Services",
    "HSBU": "House Committee on the Budget",
    "HSED": "House Committee on Education and Workforce",
    "HSFA": "House Committee on Foreign Affairs",
    "HSGO": "House Committee on Oversight and Government Reform",
    "HSHA": "House Committee on House Administration",
    "HSHM": "House Committee on Homeland Security",
    "HSIF": "House Committee on Energy and Commerce",
    "HSII": "House Committee on Natural Resources",
    "HLIG": "House Permanent Select Committee on Intelligence",
    "HSJU": "House Committee on the Judiciary",
    "HSPW": "House Committee on Transportation and Infrastructure",
    "HSRU": "House Committee on Rules",
    "HSSM": "House Committee on Small Business",
    "HSSO": "House Committee on Ethics",
    "HSSY": "House Committee on Science, Space, and Technology",
    "HSVR": "House Committee on Veterans' Affairs",
    "HSWM": "House Committee on Ways and Means",
    "JCSE": "Commission on Security and Cooperation in Europe",
    "JSEC": "Joint Economic Committee",
    "JSLC": "Joint Committee of Congress on the Library",
    "JSPR": "Joint Committee on Printing",
    "JSTX": "Joint Committee on Taxation",
    "SCNC": "United States Senate Caucus on International Narcotics Control",
    "SLET": "Senate Select Committee on Ethics",
    "SLIA": "Senate Committee on Indian Affairs",
    "SLIN": "Senate Select Committee on Intelligence",
    "SPAG": "Senate Special Committee on Aging",
    "SSAF": "Senate Committee on Agriculture, Nutrition, and Forestry",
    "SSAP": "Senate Committee on Appropriations",
    "SSAS": "Senate Committee on Armed Services",
    "SSBK": "Senate Committee on Banking, Housing, and Urban Affairs",
    "SSBU": "Senate Committee on the Budget",
    "SSCM": "Senate Committee on Commerce, Science, and Transportation",
    "SSEG": "Senate Committee on Energy and Natural Resources",
    "SSEV": "Senate Committee on Environment and Public Works",
    "SSFI": "Senate Committee on Finance",
    "SSFR": "Senate Committee on Foreign Relations",
    "SSGA": "Senate Committee on Homeland Security and Governmental Affairs",
    "SSHR": "Senate Committee on Health, Education, Labor, and Pensions",
    "SSJU": "Senate Committee on the Judiciary",
    "SSRA": "Senate Committee on Rules and Administration",
    "SSSB": "Senate Committee on Small Business and Entrepreneurship",
    "SSVA": "Senate Committee on Veterans' Affairs",
    "HSZS": "House Select Committee on the Strategic Competition Between the United States and the Chinese Communist "
    "Party",
    "HSQJ": "House Select Subcommittee to Investigate the Remaining Questions Surrounding January 6, 2021",
}
_WHOLE = 4  # letters; a subcommittee's id has two more digits
_CHAMBERS = {"S": "senate", "H": "house", "J": "joint"}
_NONE: Mapping[str, str] = MappingProxyType({})


def list_committees(loaded: Mapping[str, str]) -> Mapping[str, str]:
    """The name of each committee by id, and of each subcommittee with its committee in parentheses.

    ``loaded`` are the names that the data have. Without any, only the committees that ship are known.
    """
    known = loaded or _SHIPPED
    return {id: name if len(id) == _WHOLE else f"{name} ({known[id[:_WHOLE]]})" for id, name in known.items()}


def find_committee_name(id: str, loaded: Mapping[str, str] = _NONE) -> str | None:
    """The name of a committee or subcommittee, None if it is unknown."""
    return loaded.get(id) or _SHIPPED.get(id)


def make_committee_phrase(id: str, form: str = "inline", loaded: Mapping[str, str] = _NONE) -> Phrase:
    """A committee by its name, or by its chamber if the name is unknown.

    ``form`` is "inline" within a sentence, "label" in a heading, a list or a button.
    """
    name, committee = find_committee_name(id, loaded), find_committee_name(id[:_WHOLE], loaded)
    if committee is None:
        return Phrase(f"office.{form}.committee_of.{find_chamber(id) or 'congress'}")
    if len(id) == _WHOLE:
        return make_phrase(f"office.{form}.committee", name=committee)
    if name is None:
        return make_phrase(f"office.{form}.subcommittee", name=committee)
    return make_phrase(f"office.{form}.subcommittee_named", name=name, committee=committee)


def find_chamber(id: str) -> str | None:
    """The chamber a committee's id belongs to: ``senate``, ``house`` or ``joint``; None for any other id."""
    return _CHAMBERS.get(id[:1])
