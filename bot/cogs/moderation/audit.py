"""`/audit`: who changed what, for coordinators and admins."""

from typing import assert_never

from bot.cogs.shared.channel_names import name_channel_inline
from bot.cogs.shared.mentions import is_here
from bot.cogs.shared.paging import ROWS, PageNumber, Pages, paginate_total
from bot.core.base.audit.audit import BROKEN
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.moderation.audit_view import AuditLine, AuditOther, AuditPage, AuditPerson, AuditView
from bot.kit.cards.markup import Markup, escape, join, mention
from bot.kit.cards.reply import Card, shorten
from bot.kit.invocation import Invocation
from bot.kit.spec import action, command
from bot.moments import Moment, name_year
from bot.roles import Role

_NAME = 32  # characters of a name, so that a full page fits on a card
_NAMED = ("org", "space", "chapter", "channel", "campaign", "draft")  # rooms whose things have names
_REASONS = ("reason", "namereason", "language")  # the choices that a result can come from


class AuditCog:
    """Shows the audit trail."""

    subject = "people"

    def __init__(self, view: AuditView, zone: str) -> None:
        self._view, self._zone = view, zone

    @command("audit", role=Role.COORDINATOR, reads=True)
    @action("audit.page", role=Role.COORDINATOR)
    async def audit(self, inv: Invocation, page: PageNumber = None) -> Card:
        """See the changes to your organization: who made them, what they were, and when."""
        trail = await self._view.fetch_page(inv.caller, inv.reach, page or 1, ROWS, inv.envelope.zone)
        return draw_trail_card(inv, trail, trail.zone or self._zone)


def draw_trail_card(inv: Invocation, trail: AuditPage, zone: str) -> Card:
    """A page of the trail, one line per entry. Times are in ``zone``."""
    words, pages = inv.words, paginate_total(trail.number, trail.total)
    if not trail.entries:
        return Card(words.t("audit.title"), words.m("audit.none"))
    lines = [_describe_entry(inv, entry, zone) for entry in trail.entries]
    return Card(
        title=words.t("audit.title"),
        body=Markup("\n".join(f"- {line}" for line in lines)),
        buttons=pages.draw_buttons(words, "audit.page", {}),
        note=_note(inv, trail, pages),
    )


def _note(inv: Invocation, trail: AuditPage, pages: Pages) -> Markup:
    """The page number, and an explanation of codes if any person is shown as a code."""
    people = [who for entry in trail.entries for who in (entry.who, entry.what) if isinstance(who, AuditPerson)]
    coded = any(person.code and _find_account(inv, person) is None for person in people)
    codes = inv.words.m("audit.note") if coded else Markup()
    gone = inv.words.m("audit.note_gone") if any(person.gone for person in people) else Markup()
    names = inv.words.m("audit.note_names") if any(map(_has_name, trail.entries)) else Markup()
    return join(names, codes, gone, escape(pages.describe(inv.words)), between=" ")


def _has_name(entry: AuditLine) -> bool:
    """Whether an entry names something that may have had another name when it happened."""
    by_name = isinstance(entry.what, CampaignFile) or entry.action.partition(".")[0] in _NAMED
    return by_name or bool(entry.org or entry.other)


def _describe_entry(inv: Invocation, entry: AuditLine, zone: str) -> Markup:
    words, key = inv.words, f"audit.did.{entry.action}"
    who, what = _name_person(inv, entry.who), _name_thing(inv, entry)
    if entry.other:
        done = words.m(f"{key}_with", who=who, what=what, other=_name_other(inv, entry.other))
    elif entry.org and words.has(f"{key}_of"):
        done = words.m(f"{key}_of", who=who, what=what, org=shorten(entry.org, _NAME))
    elif words.has(key):
        done = words.m(key, who=who, what=what)
    else:  # an action of another version
        done = words.m("audit.unnamed", who=who, action=shorten(entry.action, _NAME), what=what)
    if entry.result != "ok":
        done = words.m("audit.because", done=done, result=shorten(_name_result(inv, entry), _NAME))
    return words.m("audit.line", when=name_year(Moment(entry.at, zone), inv.at), done=done)


def _name_result(inv: Invocation, entry: AuditLine) -> str:
    words, result = inv.words, entry.result
    if entry.action.startswith("person.preview.") and result.isdecimal():
        return words.t("audit.calls", count=int(result))
    if result.startswith(BROKEN):
        return words.t("audit.broken", number=result.removeprefix(BROKEN))
    if words.has(f"audit.result.{result}"):
        return words.t(f"audit.result.{result}")
    return next((label for kind in _REASONS if (label := words.label(kind, result)) != result), result)


def _name_thing(inv: Invocation, entry: AuditLine) -> Markup:
    match entry.what:
        case AuditPerson() as somebody:
            return _name_person(inv, somebody)
        case CampaignFile() as file:
            return _name(inv, entry, find_text(file.title, inv.language))
        case str(name) if name:
            is_channel = entry.action.startswith("channel.")
            return escape(name_channel_inline(inv.words, name, _NAME)) if is_channel else _name(inv, entry, name)
    return _say(inv, "audit.nameless", entry)


def _name_other(inv: Invocation, other: AuditOther) -> Markup:
    """The second thing of an entry, by the name it has now, or that it is gone."""
    words, name = inv.words, shorten(other.name, _NAME)
    if not other.name:
        return words.m(f"audit.gone.{other.kind}")
    if other.kind == "channel":
        return escape(name_channel_inline(words, other.name, _NAME))
    return words.m(f"audit.{'now' if other.renamed else 'named'}.{other.kind}", name=name)


def _name(inv: Invocation, entry: AuditLine, name: str) -> Markup:
    return _say(inv, "audit.now" if entry.renamed else "audit.named", entry, name=shorten(name, _NAME))


def _say(inv: Invocation, key: str, entry: AuditLine, **blanks: str) -> Markup:
    """The words under ``key`` for the object of the entry's action."""
    room = f"{key}.{entry.action.partition('.')[0]}"
    return inv.words.m(room if inv.words.has(room) else f"{key}.thing", **blanks)


def _name_person(inv: Invocation, somebody: AuditPerson) -> Markup:
    """A mention if the person is in the caller's space, else their role and code."""
    words = inv.words
    if not somebody.code:
        return words.m("audit.callboard")
    account = _find_account(inv, somebody)
    if account:
        return mention(account, words.t("person.here"))
    key = "gone" if somebody.gone else _name_role(somebody.role)
    return words.m(f"audit.coded.{key}", code=somebody.code)


def _name_role(role: Role) -> str:
    match role:
        case Role.ADMIN:
            return "admin"
        case Role.COORDINATOR:
            return "coordinator"
        case Role.CAPTAIN | Role.VOLUNTEER:
            return "somebody"
        case _:
            assert_never(role)


def _find_account(inv: Invocation, somebody: AuditPerson) -> str | None:
    return next((account for platform, account in somebody.accounts if is_here(inv.caller, platform, account)), None)
