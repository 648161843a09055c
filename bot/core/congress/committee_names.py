"""Names of the committees of Congress, by id.

Source: unitedstates/congress-legislators (CC0), ``committees-current.json`` of June 2026.
"""

from bot.phrases import Phrase, make_phrase

COMMITTEES = {
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


def find_committee_name(id: str) -> str | None:
    """A committee's name, or the parent's for a subcommittee. None if it is unknown."""
    return COMMITTEES.get(id[:4])


def make_committee_phrase(id: str, form: str = "inline") -> Phrase:
    """A committee by its name, or by its chamber if the name is unknown.

    ``form`` is "inline" within a sentence, "label" in a heading, a list or a button.
    """
    name = find_committee_name(id)
    if name is None:
        return Phrase(f"office.{form}.committee_of.{find_chamber(id) or 'congress'}")
    return make_phrase(f"office.{form}.{'committee' if len(id) == _WHOLE else 'subcommittee'}", name=name)


def find_chamber(id: str) -> str | None:
    """The chamber a committee's id belongs to: ``senate``, ``house`` or ``joint``; None for any other id."""
    return _CHAMBERS.get(id[:1])
