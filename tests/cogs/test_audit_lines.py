"""Each kind of entry in the audit trail is one readable sentence, whether or not its reader may learn the name."""

import re
from itertools import product

import pytest

from bot.cogs.moderation.audit import draw_trail_card
from bot.core.base.audit.audit import BROKEN
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.moderation.audit_view import AuditLine, AuditOther, AuditPage, AuditPerson
from bot.core.moderation.moderation import Reason
from bot.core.moderation.name_review import NameReason
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_catalog, load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach, Role

INV = Invocation(Envelope("r", 0, Caller("console", "cora", None)), Reach(Role.ADMIN), load_words("en"))
KINDS = sorted(key.removeprefix("audit.did.") for key in load_catalog("en") if key.startswith("audit.did."))
CODED, MET = AuditPerson("5f3a90c1"), AuditPerson("5f3a90c1", Role.VOLUNTEER, (("console", "ana"),))
ABOUT_PEOPLE = {"name", "person", "role"}
# Said twice in a row ("the chapter a chapter"), or no word at all.
STUMBLES = re.compile(r"\b(\w+) a \1\b|#a |#the |\{|\}|\bsomething\b|\baudit\.|  |\(\)")


def write_line(
    action: str,
    what: str | CampaignFile | AuditPerson,
    result: str = "ok",
    org: str = "",
    other: AuditOther | None = None,
) -> str:
    line = AuditLine(0, AuditPerson("", Role.VOLUNTEER), action, what, result, org, other)
    return strip_markup(draw_trail_card(INV, AuditPage((line,), 1, 1, "UTC"), "UTC").body)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_one_readable_sentence(kind: str) -> None:
    action, room = kind.removesuffix("_of").removesuffix("_with"), kind.partition(".")[0]
    org = "Harbor" if kind.endswith("_of") else ""
    others = [AuditOther(one, name) for one in ("channel", "chapter", "role") for name in ("Bay", "")]
    named = [CODED, MET] if room in ABOUT_PEOPLE or action == "chapter.invite" else ["Harbor"]
    nameless = [""] if room in ("chapter", "channel", "org", "space") and action != "chapter.invite" else []
    for what, other in product((*named, *nameless), others if kind.endswith("_with") else (None,)):
        told = write_line(action, what, org=org, other=other)
        assert not other or (other.name or "(gone)") in told
        assert " Callboard " in told
        assert not STUMBLES.search(told), told
        assert action not in told


@pytest.mark.parametrize(
    ("action", "what", "result", "told"),
    [
        ("name.end", CODED, "expired", "the next public name of somebody (5f3a90c1) (180 days after deletion)"),
        ("person.unsuspend", CODED, "expired", "log calls again (180 days after deletion)"),
        ("audit.seal", "7", f"{BROKEN}5", "(entry 5 had been changed)"),
        ("audit.resume", "7", "lost", "began an entry of this list (it wasn't saved)"),
        ("person.preview.today", CODED, "1", "(1 call)"),
        ("space.language", "Harbor", "ko", "a server or workspace of the organization Harbor (한국어)"),
        ("chapter.move", "", "ok", "moved a chapter to another organization"),
        ("channel.subscribe", "", "ok", "subscribed a channel to alerts"),
        ("channel.subscribe", "general", "ok", "subscribed #general to alerts"),
    ],
)
def test_a_result_says_more(action: str, what: str | AuditPerson, result: str, told: str) -> None:
    assert told in write_line(action, what, result)


def test_a_name_from_after_the_entry_is_said_to_be_todays() -> None:
    bay = AuditOther("chapter", "Bay", renamed=True)
    for action, what, other, told in (
        ("chapter.rename", "Bronx North", None, "renamed the chapter now called Bronx North"),
        ("org.rename", "Harbor", None, "renamed the organization now called Harbor"),
        ("space.join", "Harbor", None, "linked a server or workspace to the organization now called Harbor"),
        ("role.grant.captain", CODED, bay, "a captain of the chapter now called Bay"),
    ):
        line = AuditLine(0, AuditPerson("", Role.VOLUNTEER), action, what, "ok", "", other, renamed=other is None)
        card = draw_trail_card(INV, AuditPage((line,), 1, 1, "UTC"), "UTC")
        assert told in strip_markup(card.body)
        assert INV.words.t("audit.note_names") in strip_markup(card.note)


@pytest.mark.parametrize("reason", [*Reason, *NameReason])
def test_a_reason_is_in_the_readers_words(reason: Reason | NameReason) -> None:
    label = re.search(r"\((.+)\)$", write_line("call.void", "5J1D-EBTQ", reason.value))
    assert label is not None
    assert label[1] != reason.value
