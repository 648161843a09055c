"""Campaign files: what they mean, and every mistake with its place and sentence."""

import re
from zoneinfo import ZoneInfo

import pytest

from bot.config.files import parse_strict
from bot.core.campaign_files.blanks import NAMES
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.campaign_files.script_shape import MAX_SCRIPT
from bot.errors import ConfigError
from bot.kit.cards.markup import measure_cost

ZONE = "America/New_York"

SMALL = """\
campaign: small
title: Small
scripts:
  en:
    text: Hello, I am {{name}}.
"""


def parse(text: str, cost: Cost = len) -> CampaignFile:
    return parse_campaign(parse_strict(text.encode(), "f"), ZONE, cost)


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    return str(caught.value).splitlines()


def test_a_small_file_gets_the_defaults() -> None:
    campaign = parse(SMALL)
    assert campaign.key == "small"
    assert campaign.title == {"en": "Small"}
    assert campaign.timezone == ZONE
    assert (campaign.opens, campaign.closes, campaign.goal, campaign.status) == (None, None, None, "open")
    assert campaign.phone == "(202) 224-3121"
    assert campaign.targets == ("representative", "senator-1", "senator-2")
    assert (campaign.asks, campaign.facts, campaign.actions, campaign.tags) == ((), (), (), ())
    script = campaign.scripts["en"]
    assert (script.language, script.text, script.reviewed) == ("en", "Hello, I am {{name}}.", False)


def test_everything_given_is_kept() -> None:
    campaign = parse(
        SMALL + "timezone: America/Los_Angeles\nopens: 2026-11-22 09:00\ncloses: 2026-12-01 17:00\n"
        "status: paused\ngoal: 5000\nphone: 1-202-225-0000\ntargets: [senator-2]\ntags: ['#Ya']\n"
        "asks: [{key: one, text: {en: Yes?, fil: Oo?}}]\nfacts: [{text: So it is., source: Us}]\n"
        "actions: [{key: read, type: link, title: Read, url: 'https://example.org/a'}]\n"
    )
    assert campaign.opens == 1_795_366_800_000_000
    assert campaign.closes == 1_796_173_200_000_000
    assert (campaign.timezone, campaign.status, campaign.goal) == ("America/Los_Angeles", "paused", 5000)
    assert (campaign.phone, campaign.targets, campaign.tags) == ("(202) 225-0000", ("senator-2",), ("#Ya",))
    assert campaign.asks[0].text == {"en": "Yes?", "tl": "Oo?"}
    assert (campaign.facts[0].text, campaign.facts[0].source) == ({"en": "So it is."}, "Us")
    assert campaign.actions[0].url == "https://example.org/a"


PHONE = "must be a phone number with its area code, such as (202) 224-3121"
HAS_BLANK = '"title" holds a blank; only scripts can'
ALL_BLANKS = ", ".join(f"{{{{{name}}}}}" for name in NAMES)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("campaign: small", "campaign: Small One"), [
            'f:1:11: "campaign" must be 2 to 32 small letters, digits and hyphens, such as clean-dream-act'
        ]),
        (("campaign: small", "campaign: x"), [
            'f:1:11: "campaign" must be 2 to 32 small letters, digits and hyphens, such as clean-dream-act'
        ]),
        (("title: Small", "titel: Small"), [
            'f:1:1: "title" is missing', 'f:2:1: "titel" is not a key used here; did you mean "title"?'
        ]),
        (("Small", "x" * 81), ['f:2:8: "title" takes 81 of 80 characters; shorten it']),
        (("Small", "{es: Chico}"), ['f:2:8: English, "en", is missing']),
        (("Small", "{en: A, fil: B, tl: C}"), ['f:2:24: "tl" and "fil" are the same language']),
        (("Small", "{en: A, english: B}"), [
            'f:2:16: "english" is not a known language tag, such as en, es or zh-Hans'
        ]),
        (("Small", "{en: A, es: '', ko: 'x\n\n  y'}"), [
            'f:2:20: "title" is empty', 'f:2:28: "title" must be a single line'
        ]),
        (("Small", "[a, b]"), ['f:2:8: "title" must be a text, or one text for each language']),
        (("Small", "Hi {{name"), [f"f:2:8: {HAS_BLANK}"]),
        (("Hello, I am {{name}}.", "Hi {{ nmae}}"), [
            'f:5:14: there is no blank "{{ nmae}}"; did you mean "{{name}}"?'
        ]),
        (("Hello, I am {{name}}.", "|\n\n      Hi\n      {{name}} {{zip}}\n      }}"), [
            f'f:8:16: there is no blank "{{{{zip}}}}"; the blanks are {ALL_BLANKS}',
            'f:9:7: "}}" without its other half; write a blank on one line, such as {{name}}',
        ]),
        (("Hello, I am {{name}}.", "'  '"), ['f:5:11: "text" is empty']),
        (("Hello, I am {{name}}.", ""), ['f:5:5: "text" is empty']),
        (("    text: Hello, I am {{name}}.", "    reviewed: maybe"), [
            'f:4:3: "text" is missing', 'f:5:15: "reviewed" must be true or false'
        ]),
        (("  en:\n", "  es:\n"), ['f:3:1: English, "en", is missing']),
        (("  en:\n", "  en: {text: a}\n  en-US:\n"), ['f:5:3: "en-US" and "en" are the same language']),
        (("scripts:", "scrips:"), [
            'f:1:1: "scripts" is missing', 'f:3:1: "scrips" is not a key used here; did you mean "scripts"?'
        ]),
        (("Hello, I am {{name}}.", "x" * 3412), [
            "f:5:11: the script takes 3,412 of 2,600 characters; shorten it"
        ]),
    ],
)  # fmt: skip
def test_mistakes_in_what_is_required(change: tuple[str, str], expected: list[str]) -> None:
    assert problems_of(SMALL.replace(*change)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("timezone: America/Nwe_York", [
            '6:11: "timezone" must be an IANA time zone, such as America/New_York; '
            'did you mean "America/New_York"?'
        ]),
        ("opens: soon", ['6:8: "opens" must be a local time such as 2026-11-22 09:00']),
        ("opens: [a]", ['6:8: "opens" must be a local time such as 2026-11-22 09:00']),
        ("closes: 2026-06-31 09:00", ['6:9: "closes" is a day or time that no calendar has']),
        ("opens: 2027-03-14 02:15", [
            "6:8: clocks in America/New_York skip 2027-03-14 02:15; the next time is 2027-03-14 03:00"
        ]),
        ("timezone: Europe/Berlin\nopens: 2026-10-25 02:00", [
            "7:8: clocks in Europe/Berlin show 2026-10-25 02:00 twice; "
            "the next time they show once is 2026-10-25 03:00"
        ]),
        ("opens: 2026-12-01 09:00\ncloses: 2026-12-01 09:00", ['7:9: "closes" must be later than "opens"']),
        ("status: closed", ["6:9: \"status\" must be 'open' or 'paused'"]),
        ("goal: many", ['6:7: "goal" must be a whole number, in digits only']),
        ("goal: 1_000", ['6:7: "goal" must be a whole number, in digits only']),
        ("goal: 0", ['6:7: "goal" must be at least 1; this is 0']),
        ("phone: 224-3121", [f'6:8: "phone" {PHONE}']),
        ("phone: (102) 224-3121", [f'6:8: "phone" {PHONE}']),
        ("targets: []", ['6:10: "targets" must name at least one office, and each only once']),
        ("targets: [senator-1, senator-1]", [
            '6:10: "targets" must name at least one office, and each only once'
        ]),
        ("targets: [senator]", [
            '6:11: "targets" must be among my_members, my_representative, my_senators, representative, senator-1, '
            'senator-2, a member\'s id such as P000197, or have "state" or "governor"; did you mean "senator-2"?'
        ]),
        ("targets: my_senator", [
            '6:10: "targets" must be among my_members, my_representative, my_senators, representative, senator-1, '
            'senator-2, a member\'s id such as P000197, or have "state" or "governor"; did you mean "my_senators"?'
        ]),
        ("targets: [my_members, senator-1]", ['6:10: "targets" must name at least one office, and each only once']),
        ("targets: {members: [p000197]}", [
            '6:21: "members" must hold members\' ids from the Biographical Directory of Congress, such as P000197'
        ]),
        ("targets: {committee: Rules}", [
            '6:22: "committee" must be a committee\'s id in capital letters, such as SSJU, a Senate committee\'s'
        ]),
        ("targets: {committee: HSJU, members: [P000197]}", [
            '6:10: "targets" must have one of "committee", "members", "list", "state" and "governor"; '
            "to have several, write a list"
        ]),
        ("targets: {committee: SSJU0}", [
            '6:22: "committee" must be a committee\'s id in capital letters, such as SSJU, a Senate committee\'s'
        ]),
        ("targets: {members: [P000197], mine_first: true}", ['6:31: "mine_first" belongs beside "committee" only']),
        ("targets: {member: [P000197]}", ['6:11: "member" is not a key used here; did you mean "members"?']),
        ("targets: {list: [{key: senator-1, name: Hi, phone: 202-224-3121}]}", [
            '6:24: "senator-1" means somebody\'s own member; choose another key'
        ]),
        ("targets: {list: [{key: hi, name: Hi, phone: 3121}]}", [f'6:45: "phone" {PHONE}']),
        ("tags: [CleanDREAMAct]", [
            '6:8: "tags" must hold entries like "#CleanDREAMAct", with the # and in quotes'
        ]),
        ("asks: [" + ", ".join(f"{{key: k{n}, text: t}}" for n in range(5)) + "]", [
            '6:7: "asks" holds 5 entries; at most 4 are possible'
        ]),
        ("asks:\n  - {key: aa, text: one}\n  - {key: aa, text: two}", ['8:11: "aa" is twice in "asks"']),
        ("asks:\n  - {key: aa, text: " + "x" * 201 + "}", [
            '7:21: "text" takes 201 of 200 characters; shorten it'
        ]),
        ("asks:\n  - text: {en: '{{name}}?'}", [
            '7:5: "key" is missing', '7:16: "text" holds a blank; only scripts can'
        ]),
        ("facts: [{text: So.}]", ['6:9: "source" is missing']),
        ("facts: [{text: So., source: ''}]", ['6:29: "source" is empty']),
        ("why: " + str(["So."] * 7), ['6:6: "why" holds 7 entries; at most 6 are possible']),
        ("why: [" + "x" * 301 + "]", ['6:7: "why" takes 301 of 300 characters; shorten it']),
        ("why: [{es: Así}]", ['6:7: English, "en", is missing']),
        ("why: So.", ['6:6: "why" must be a list']),
        ("answers: [{they_say: No.}]", ['6:11: "you_can_say" is missing']),
        ("answers: [{they_say: " + "x" * 151 + ", you_can_say: ''}]", [
            '6:22: "they_say" takes 151 of 150 characters; shorten it', '6:188: "you_can_say" is empty'
        ]),
        ("answers: [{say: No.}]", [
            '6:11: "they_say" is missing', '6:11: "you_can_say" is missing', '6:12: "say" is not a key used here'
        ]),
        ("actions: [{key: go, type: visit, title: Go}]", [
            "6:27: \"type\" must be 'call', 'postcard' or 'link'"
        ]),
        ("actions: [{key: go, type: link, title: Go}]", ['6:11: "url" is missing; a link needs one']),
        ("actions: [{key: go, type: call, title: Go, url: 'https://a.org'}]", [
            '6:44: "url" belongs to links and postcards only'
        ]),
        ("actions: [{key: go, type: link, title: Go, url: 'http://a.org'}]", [
            '6:49: "url" must be a web address that begins with https://'
        ]),
        ("actions: [{key: go, type: link, title: Go, url: 'javascript:alert(1)'}]", [
            '6:49: "url" must be a web address that begins with https://'
        ]),
        ("actions: [{key: go, type: call, title: A}, {key: go, type: postcard, title: B}]", [
            '6:50: "go" is twice in "actions"'
        ]),
    ],
)  # fmt: skip
def test_mistakes_in_what_may_be_added(line: str, expected: list[str]) -> None:
    assert problems_of(SMALL + line) == [f"f:{said}" for said in expected]


def test_mistakes_of_every_kind_are_reported_together() -> None:
    text = SMALL.replace("en:", "es:").replace("name}}", "nmae}}") + "goal: x\nopens: 2026-03-08 02:30\n"
    assert [said.split(": ")[0] for said in problems_of(text)] == ["f:3:1", "f:5:23", "f:6:7", "f:7:8"]


def test_a_title_too_long_once_escaped_is_refused() -> None:
    text = SMALL.replace("title: ", "title: '&&&&&' # ", 1)
    with pytest.raises(ConfigError, match='"title" takes 200 of 150 characters where it is shown; use fewer signs'):
        parse_campaign(parse_strict(text.encode(), "f"), ZONE, cost=lambda shown: 40 * len(shown))


def test_the_cost_of_a_script_is_its_escaped_length() -> None:
    text = SMALL.replace("Hello, I am", "x" * 1300)
    assert parse(text).key == "small"
    with pytest.raises(ConfigError, match=r"the script takes 2,618 of 2,600 characters; shorten it"):
        parse_campaign(parse_strict(text.encode(), "f"), ZONE, cost=lambda script: 2 * (len(script) - 1))
    assert MAX_SCRIPT == 2600


def test_the_version_follows_the_content_alone() -> None:
    campaign = parse(SMALL)
    respaced = "# a comment\nscripts: {en: {text: 'Hello, I am {{name}}.', reviewed: no}}\n\ntitle: {en: Small}\n"
    assert parse(respaced + "status: open\ncampaign: small") == campaign
    assert re.fullmatch("[0-9a-f]{64}", campaign.version)
    for other in ("goal: 5", "timezone: UTC", "status: paused", "tags: ['#Ya']"):
        assert parse(SMALL + other).version != campaign.version


def test_a_script_has_a_version_of_its_own() -> None:
    before = parse(SMALL + "  es: {text: Hola}\n").scripts
    after = parse(SMALL.replace("Small", "Other") + "  es: {text: Hola a todos}\n").scripts
    assert before["en"].version == after["en"].version
    assert before["es"].version != after["es"].version


def test_decomposed_letters_are_the_same_letters() -> None:
    assert parse(SMALL.replace("Small", "Vie\u0323\u0302t")) == parse(SMALL.replace("Small", "Việt"))


@pytest.mark.parametrize(
    ("tag", "filed"),
    [
        ("en-US", "en"),
        ("fil", "tl"),
        ("tl", "tl"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("es-419", "es"),
        ("ht", "ht"),
        ("english", None),
        ("xx", None),
        ("", None),
        ("../en", None),
    ],
)
def test_language_tags(tag: str, filed: str | None) -> None:
    assert find_canonical_tag(tag) == filed


def test_a_file_without_a_zone_gets_the_coalitions() -> None:
    campaign = parse_campaign(parse_strict((SMALL + "opens: 2026-11-22 09:00\n").encode(), "f"), "Pacific/Honolulu")
    assert campaign.timezone == ZoneInfo("Pacific/Honolulu").key
    assert campaign.opens == 1_795_374_000_000_000


def test_reasons_and_answers_fit_their_cards_once_escaped() -> None:
    dear = "&" * 300
    assert parse(f"{SMALL}why: ['{dear}']\n", measure_cost).why == ({"en": dear},)
    with pytest.raises(ConfigError) as refused:
        parse(f"{SMALL}why: {['&' * 290] * 3}\n", measure_cost)
    [problem] = refused.value.problems
    assert problem.sentence == '"why" takes 4,350 of 3,000 characters where it is shown; shorten it'
    assert problem.where == ("why",)
