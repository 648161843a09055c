"""Everything that is wrong in a draft is told at once, beside the part that mends it, with both numbers of a limit."""

from dataclasses import replace

import pytest

from bot.core.alerts.alert_rules import AlertRules
from bot.core.base.audit.audit import Audit
from bot.core.base.keys.keys import Keys
from bot.core.build import build_core
from bot.core.core_settings import CoreSettings
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.trouble import Trouble
from bot.core.privacy.forgotten_ids import Ledger
from bot.kit.i18n import load_words
from bot.kit.words.own_language.times import reword_any_time
from bot.store.engine import Store
from tests.core.support.drafting import Desk
from tests.public_data.capitol import make_congress
from tests.services import SECRET, UNUSED, Core, HandClock, core_on

LONG = "x" * 400
NO_ZONE = '"timezone" must be an IANA time zone, such as America/New_York; did you mean "America/New_York"?'


def list_troubles(view: DraftView) -> list[tuple[str, str]]:
    return [(one.part, one.key or one.sentence) for one in view.troubles]


async def save(core: Core, part: str, **fields: str) -> DraftView:
    """A draft that lacks nothing, with one part filled in."""
    desk = Desk(core)
    draft = (await desk.start("Call today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    await desk.save(draft, "ask", text="Will you?")
    return await desk.save(draft, part, **fields)


@pytest.mark.parametrize(
    ("part", "fields", "troubles"),
    [
        ("basics", {"title": "x" * 90}, [("basics", '"title" takes 90 of 80 characters; shorten it')]),
        ("basics", {"title": "Call", "closes": "2026-11-20 09:00"}, [("basics", "draft.wrong.past")]),
        ("basics", {"title": "Call", "opens": "in 3 hours", "closes": "in 2 hours"}, [
            ("basics", '"closes" must be later than "opens"')
        ]),
        ("basics", {"title": "Call", "closes": "2027-03-14 02:30"}, [
            ("basics", "clocks in America/New_York skip 2027-03-14 02:30; the next time is 2027-03-14 03:00")
        ]),
        ("basics", {"title": "Call", "timezone": "Europe/Pariss"}, [
            ("basics", '"timezone" must be an IANA time zone, such as America/New_York; did you mean "Europe/Paris"?')
        ]),
        ("basics", {"title": "Call", "closes": "Yesterday"}, [("basics", "draft.wrong.closes_passed")]),
        ("basics", {"title": "Call", "closes": "last friday 9:00"}, [("basics", "draft.wrong.closes_passed")]),
        ("basics", {"title": "Call", "closes": "2 hours ago"}, [("basics", "draft.wrong.closes_passed")]),
        ("basics", {"title": "Call", "opens": "yesterday 9:00", "closes": "2026-01-01"}, [
            ("basics", "draft.wrong.opens_passed"), ("basics", "draft.wrong.closes_passed")
        ]),
        ("basics", {"title": "Call", "closes": "friday 17:00", "timezone": "Eastarn"}, [
            ("basics", NO_ZONE)
        ]),
        ("basics", {"title": "Call", "closes": "someday", "timezone": "Eastarn"}, [
            ("basics", '"closes" must be a local time such as 2026-11-22 09:00'),
            ("basics", NO_ZONE)
        ]),
        ("facts", {"facts": "\n".join(["So. | Us"] * 7)}, [
            ("facts", '"facts" holds 7 entries; at most 5 are possible')
        ]),
        ("facts", {"facts": f"{LONG} | Us"}, [("facts", '"text" takes 400 of 300 characters; shorten it')]),
        ("goal", {"goal": "many"}, [("goal", '"goal" must be a whole number, in digits only')]),
        ("goal", {"goal": "20,000,000"}, [("goal", '"goal" must be at most 10,000,000; this is 20,000,000')]),
        ("goal", {"tags": "#Vote#No"}, [
            ("goal", '"tags" must hold entries like "#CleanDREAMAct", with the # and in quotes')
        ]),
        ("goal", {"phone": "12"}, [
            ("goal", '"phone" must be a phone number with its area code, such as (202) 224-3121')
        ]),
        ("targets", {"offices": "Mayor"}, [("targets", '"phone" is missing')]),
        ("targets", {"offices": "Mayor | 212 555 0100 ext. 7"}, [
            ("targets", "An extension can't be dialed from a card: write the number alone")
        ]),
        ("targets", {"members": "Z000001"}, [("targets", "draft.wrong.member")]),
        ("targets", {"who": "members"}, [("targets", "draft.missing.members")]),
        ("targets", {"members": "Nobody Known"}, [("targets", "draft.wrong.name")]),
        ("targets", {"committee": "SSZZ"}, [("targets", "draft.wrong.committee")]),
        ("targets", {"committee": "knitting"}, [
            ("targets", '"committee" must be a committee\'s id in capital letters, such as SSJU, a Senate committee\'s')
        ]),
        ("links", {"links": "More | http://a.org"}, [
            ("links", '"url" must be a web address that begins with https://'),
            ("links", "draft.wrong.link"),
        ]),
        ("links", {"links": "More | https://evil.example"}, [("links", "draft.wrong.link")]),
        ("links", {"links": "More | https://sub.valley.org/x"}, []),
        ("rhythm", {"day_summary": "late"}, [
            ("rhythm", '"day_summary" must be a local time in quotes, such as "20:00"')
        ]),
        ("rhythm", {"reminders": "weekdays 6 | Call\ndaily | Call\n매일 아침 9시 | Call"}, [
            ("rhythm", "draft.wrong.half"), ("rhythm", "draft.wrong.which")
        ]),
        ("basics", {"title": "Call", "opens": "friday", "closes": "mañana a las 6"}, [
            ("basics", "draft.wrong.which"), ("basics", "draft.wrong.half")
        ]),
        ("why", {"why": LONG}, [("why", '"why" takes 400 of 300 characters; shorten it')]),
        ("answers", {"answers": "They"}, [("answers", '"you_can_say" is missing')]),
        ("script:es:all", {"text": "Hola {{nmae}}"}, [
            ("script", 'there is no blank "{{nmae}}"; did you mean "{{name}}"?')
        ]),
        ("script:en:all", {"text": "x" * 2_700}, [
            ("script", "the script takes 2,700 of 2,600 characters; shorten it")
        ]),
        ("script:en:gone:yes", {"text": "Thanks"}, [("script", '"ask" must be the key of one of the asks')]),
        ("language:es", {"title": "x" * 81}, [("language", '"title" takes 81 of 80 characters; shorten it')]),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_beside_its_part(
    strict_core: Core, part: str, fields: dict[str, str], troubles: list[tuple[str, str]]
) -> None:
    assert list_troubles(await save(strict_core, part, **fields)) == troubles


async def test_a_hidden_character_is_told_beside_its_part(strict_core: Core) -> None:
    """The parser can't read the text at all then, so the place is found by its line."""
    desk = Desk(strict_core)
    draft = (await desk.start("Call today")).draft.id
    view = await desk.save(draft, "script:en:all", text="Hello \u202e there")
    [trouble] = view.troubles
    assert isinstance(trouble, Trouble)
    assert (trouble.part, "hidden character" in trouble.sentence) == ("script", True)


@pytest.fixture
async def strict_core(store: Store) -> Core:
    """A coalition with Congress data whose links lead to one domain."""
    clock = HandClock()
    settings = CoreSettings(rules=AlertRules(domains=("valley.org",)), reword_time=reword_any_time)
    built = build_core(store, Keys(SECRET), clock, Audit(store, clock), Ledger(UNUSED), (), settings)
    core = await core_on(store, [], clock=clock)
    await core.congress.replace(make_congress().load())
    return replace(core, built=built)


async def test_a_fault_elsewhere_hides_neither_a_past_close_nor_a_member_who_left(core: Core) -> None:
    await core.congress.replace(make_congress().load())
    desk = Desk(core)
    await core.add_org("North")
    draft = (await desk.start("Call today", org="North")).draft.id  # for its people alone
    await desk.save(draft, "goal", goal="many")
    await desk.save(draft, "targets", members="Nobody Known\nZ000001")
    view = await desk.save(draft, "basics", title="Call today", closes="2026-01-01 09:00")
    assert {"draft.missing.script", "draft.wrong.name", "draft.wrong.member", "draft.wrong.past"} <= {
        one.key for one in view.troubles
    }
    [past] = [one for one in view.troubles if one.key == "draft.wrong.past"]
    assert load_words("en").t(past.key, **past.params).startswith("It would close Thursday, January 1, 2026, 9:00")
