"""What is missing or wrong in a draft, all of it at once. The parser of campaign files judges it, as it judges a file.

Start with `DraftChecker.check`.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from msgspec import Struct, structs

from bot.config.checks import Where
from bot.config.files import parse_strict
from bot.core.base.link_domains import is_allowed
from bot.core.campaign_files.campaign_export import Entries, write_entries
from bot.core.campaign_files.campaign_file import CampaignFile, Cost, parse_campaign
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.campaigns.campaigns import Campaign, Campaigns, find_by_id
from bot.core.campaigns.references import Fault, Reference, fetch_org_names, find_faulty_names
from bot.core.congress.congress import Congress
from bot.core.draft_parts.draft_parts import find_owner
from bot.core.draft_parts.entry_text import Fields, read_text, set_entry
from bot.core.draft_parts.target_names import find_unclear_names, name_committee, show_names
from bot.core.draft_parts.target_part import read_targets
from bot.core.draft_parts.typed_fields import Reword
from bot.core.drafts.difference import Effect, foresee_effect
from bot.core.drafts.draft_rights import has_moved
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.time_troubles import explain_times
from bot.core.drafts.trouble import Trouble
from bot.core.people.people import People
from bot.errors import ConfigError, Problem
from bot.moments import Moment
from bot.phrases import list_all, make_translations
from bot.roles import Reach
from bot.store.engine import Tx
from bot.text import fold

_FILE = "draft"
_BARE: Mapping[str, object] = MappingProxyType(
    {"campaign": "bare", "title": "Bare", "scripts": {"en": {"text": "-"}}}  # the least that is a campaign
)


class DraftView(Struct, frozen=True):
    """A draft, the campaign that it makes (None while the parser refuses it), and its ``troubles``.

    ``targets`` are the fields of whom to call, with members' and committees' names. ``window`` has the dates, None if
    they are refused. ``effect`` is None for a new campaign, for one that others run now, and while the parser refuses
    it. ``author`` has the accounts of the person who changed the draft last, as (platform, account). ``zone`` is the
    campaign's, the coalition's while its dates are refused.
    """

    draft: Draft
    campaign: CampaignFile | None
    troubles: tuple[Trouble, ...]
    targets: Fields
    window: CampaignFile | None = None
    effect: Effect | None = None
    author: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"


class DraftChecker:
    """Checks drafts. ``zone`` is the coalition's, ``domains`` are those that links may lead to (any if empty).

    ``reword`` writes a time of another language in English.
    """

    def __init__(
        self,
        people: People,
        campaigns: Campaigns,
        congress: Congress,
        zone: str,
        cost: Cost,
        domains: Collection[str] = (),
        reword: Reword = str,
    ) -> None:
        self._people, self._campaigns, self._congress = people, campaigns, congress
        self._zone, self._cost = zone, cost
        self._domains, self._reword = tuple(domains), reword

    async def check(self, tx: Tx, draft: Draft, reach: Reach, at: int) -> DraftView:
        """Check a draft at an instant. Titles are compared with those of campaigns within ``reach``."""
        campaign, troubles = parse_entries(draft.content, self._zone, self._cost)
        known = await self._campaigns.load_within(tx, reach)
        others = [one for one in known if one.id != draft.campaign_id]
        directory = await self._congress.load_sitting(tx, at)
        found = [*find_unclear_names(draft.entries, directory)]
        unclear = {("targets", one.place) for one in found}
        more = [Trouble("targets", ("targets", one.place), one.key, one.params) for one in found]
        more += [*_find_taken_title(draft, others), *find_foreign_links(draft.entries, self._domains)]
        clear = structs.replace(draft, entries=_drop_targets(draft.entries, unclear))
        named = campaign or self._parse_alone(clear, "targets", "org", "audience")
        if named:
            names = find_faulty_names(named, directory, await fetch_org_names(tx))
            more += [_make_fault(one) for one in names if one.fault in _FAULTY]
        window = campaign or self._parse_alone(draft, "timezone", "opens", "closes")
        if closing := window or self._parse_alone(draft, "timezone", "closes"):
            before = await self._campaigns.find_version(tx, draft.base_version) if draft.base_version else None
            more += [*_find_past_close(closing, before, at)]
        dated = explain_times(troubles, draft.entries, self._zone, at, self._reword)
        kept = [one for one in dated if one.where[:2] not in unclear]
        targets = name_committee(show_names(read_targets(draft.entries), directory), directory)
        effect = await self._foresee(tx, draft, find_by_id(known, draft.campaign_id), campaign)
        author = await self._people.load_accounts_of(tx, draft.updated_by)
        return DraftView(
            draft, campaign, (*kept, *more), targets, window, effect, author, window.timezone if window else self._zone
        )

    async def _foresee(
        self, tx: Tx, draft: Draft, live: Campaign | None, content: CampaignFile | None
    ) -> Effect | None:
        if draft.is_new or live is None or content is None or await has_moved(tx, draft.org_id, live):
            return None
        return await foresee_effect(tx, self._campaigns, live, content)

    def _parse_alone(self, draft: Draft, *keys: str) -> CampaignFile | None:
        """The campaign with some keys of a draft and nothing else, so that faults elsewhere don't hide theirs."""
        content = draft.content
        some: Entries = {name: content[name] for name in keys if name in content}
        return parse_entries({**_BARE, **some}, self._zone, self._cost)[0]


def parse_entries(entries: Entries, zone: str, cost: Cost) -> tuple[CampaignFile | None, tuple[Trouble, ...]]:
    """The campaign that entries make, or everything that the parser of files finds wrong with them."""
    source = write_entries(entries)
    missing = tuple(_find_missing(entries))
    try:
        document = parse_strict(source.encode(), _FILE)
    except ConfigError as error:
        return None, (*missing, *(_place_by_line(source, one) for one in error.problems))
    try:
        return parse_campaign(document, zone, cost), ()
    except ConfigError as error:
        found = [_place(one, entries) for one in error.problems]
        covered = {one.where for one in missing}
        return None, (*missing, *(one for one in found if one.where not in covered))


def find_foreign_links(entries: Entries, domains: Collection[str]) -> Iterator[Trouble]:
    """Find links that lead elsewhere than the deployment allows. Without domains, they may lead anywhere."""
    for index, action in enumerate(entries.get("actions", ()) if domains else ()):
        host = _read_host(str(action.get("url") or ""))
        if host and not is_allowed(host, domains):
            params = {"word": host, "known": list_all(sorted(domains))}
            yield Trouble("links", ("actions", index, "url"), "draft.wrong.link", params)


def _read_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # the parser of campaign files says so
        return ""


def _drop_targets(entries: Entries, places: Collection[Where]) -> Entries:
    """The entries without the targets at some places, such as names that fit nobody or several people."""
    targets = entries.get("targets")
    if not isinstance(targets, list):
        return entries
    return set_entry(entries, "targets", [one for at, one in enumerate(targets) if ("targets", at) not in places])


def _find_missing(entries: Entries) -> Iterator[Trouble]:
    if not read_text(entries.get("title"), "en"):
        yield Trouble("basics", ("title",), "draft.missing.title")
    scripts = entries.get("scripts") or {}
    if not scripts:
        yield Trouble("script", ("scripts",), "draft.missing.script")
    elif "en" not in scripts:
        yield Trouble("script", ("scripts",), "draft.missing.english")


def _find_taken_title(draft: Draft, others: Collection[Campaign]) -> Iterator[Trouble]:
    title = read_text(draft.entries.get("title"), "en")
    taken = next((one for one in others if title and fold(title) in map(fold, one.file.title.values())), None)
    if taken:
        yield Trouble("basics", ("title",), "draft.wrong.title", {"title": make_translations(taken.file.title)})


def _find_past_close(campaign: CampaignFile, before: CampaignFile | None, at: int) -> Iterator[Trouble]:
    """Find a close that has passed, unless the campaign had it before."""
    if campaign.closes is not None and campaign.closes <= at and (before is None or before.closes != campaign.closes):
        when = Moment(campaign.closes, campaign.timezone, shared=True, dated=True)
        yield Trouble("basics", ("closes",), "draft.wrong.past", {"when": when})


_OF_TARGETS = (Fault.MEMBER, Fault.VACANT, Fault.COMMITTEE, Fault.NOBODY)
_FAULTY = {**dict.fromkeys(_OF_TARGETS, "targets"), Fault.ORG: "audience"}


def _make_fault(found: Reference) -> Trouble:
    return Trouble(_FAULTY[found.fault], (), f"draft.wrong.{found.fault}", {"name": found.name})


def _place(problem: Problem, entries: Entries) -> Trouble:
    part = _find_part(problem.where)
    if part == "links" and _is_of_postcard(problem.where, entries):
        part = "postcard"
    return Trouble(part, problem.where, sentence=problem.sentence)


def _is_of_postcard(where: Where, entries: Entries) -> bool:
    match where:
        case ("actions", int(index), *_):
            return bool(entries["actions"][index].get("type") == "postcard")
        case _:
            return False


def _find_part(where: Where) -> str:
    """The part whose form mends what is at a place: a translation's is that of its language."""
    if not where:
        return "basics"
    part, last = find_owner(str(where[0])), where[-1]
    is_tag = isinstance(last, str) and last != "en" and find_canonical_tag(last) == last
    return "language" if is_tag and part != "script" else part


def _place_by_line(source: str, problem: Problem) -> Trouble:
    """Find the part that a problem of form is in: the last key that begins a line before it."""
    before = source.split("\n")[: problem.line]
    key = next((line.partition(":")[0] for line in reversed(before) if line[:1].isalpha()), "")
    return Trouble(find_owner(key), (key,), sentence=problem.sentence)
