"""The forms of a draft's parts. Each shows what is there, and is saved at once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from bot.cogs.drafts.draft_card import draw_draft_card
from bot.cogs.drafts.forms.part_cards import draw_conflict_card
from bot.cogs.drafts.near_dates import MendedField
from bot.cogs.drafts.own_fields import keep_unchanged, show_fields
from bot.core.campaign_files.campaign_shape import MAX_ASK, MAX_TITLE
from bot.core.draft_parts.target_part import Targets, list_kinds
from bot.core.drafts.conflicts import Conflict
from bot.core.drafts.drafts import Drafts
from bot.errors import UserError
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import Prefill
from bot.kit.spec import action, form
from bot.roles import Role

LONG = 3_000  # characters of a text: Slack takes no more, and the draft says if a text is longer than it may be
_OF_TIME, _OF_ZONE, _OF_TAGS, _OF_COMMITTEE = 60, 60, 500, 250

OfDraft = Annotated[str, Opt("The draft", hidden=True)]
OnCard = Annotated[str, Opt("The draft on the card")]
WhichField = Annotated[MendedField, Opt("The field on the card")]
Meant = Annotated[str, Opt("What was meant")]
Mark = Annotated[str | None, Opt("What the form showed", hidden=True)]


class Audience(StrEnum):
    """Who meets a campaign."""

    ORG = "org"
    COALITION = "coalition"


Title = Annotated[str, Opt("Title", max_length=MAX_TITLE)]
Opens = Annotated[str | None, Opt("Opens, like tomorrow 9:00 (empty is now)", max_length=_OF_TIME)]
Closes = Annotated[str | None, Opt("Closes, like friday 17:00 (empty is never)", max_length=_OF_TIME)]
Timezone = Annotated[str | None, Opt("Time zone, like Eastern", max_length=_OF_ZONE)]
Question = Annotated[str | None, Opt("Question to the office (empty takes it away)", max_length=MAX_ASK)]
ToDelegates = Annotated[str | None, Opt("To members who have no vote (D.C., Guam …)", max_length=MAX_ASK)]
OfAsk = Annotated[str | None, Opt("The question", hidden=True)]
Facts = Annotated[str | None, Opt("A fact a line, as fact | where it is from", max_length=LONG)]
Committee = Annotated[str | None, Opt("A committee's name or id", suggest="committees", max_length=_OF_COMMITTEE)]
Goal = Annotated[str | None, Opt("Goal, a number of calls", max_length=20)]
Tags = Annotated[str | None, Opt("Hashtags, with spaces between them", max_length=_OF_TAGS)]
Number = Annotated[str | None, Opt("Number to call, if not the Capitol's", max_length=40)]
Links = Annotated[str | None, Opt("A link a line, as title | https://…", max_length=LONG)]
Reasons = Annotated[str | None, Opt("Why people call, a reason a line, up to six", max_length=LONG)]
Answers = Annotated[str | None, Opt("A line each, as they say | you can say", max_length=LONG)]
WhoSees = Annotated[Audience, Opt("Who can see it")]


def fill_form(part: str) -> Prefill:
    """Make the method that fills a part's form with what the draft holds."""

    async def fill(self: "PartFormsCog", inv: Invocation, draft: str = "", mark: str = "") -> Mapping[str, str]:
        return await fill_part(self.drafts, inv, draft, part)

    return fill


class PartFormsCog:
    """The forms of dates, questions, facts, targets, the goal, automatic posts, links and the audience."""

    subject = "campaigns"

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts

    fill_facts, fill_targets, fill_goal = fill_form("facts"), fill_form("targets"), fill_form("goal")
    fill_rhythm, fill_links, fill_why = fill_form("rhythm"), fill_form("links"), fill_form("why")
    fill_answers, fill_audience = fill_form("answers"), fill_form("audience")

    @form("draft.basics", role=Role.COORDINATOR, prefill="fill_basics")
    async def save_basics(
        self,
        inv: Invocation,
        draft: OfDraft,
        name: Title,
        opens: Opens = None,
        closes: Closes = None,
        timezone: Timezone = None,
        mark: Mark = None,
    ) -> Card:
        """Change a draft's title and dates."""
        fields, _ = await self.drafts.read_form(inv.reach, draft, "basics")
        typed = keep_unchanged(inv.words, fields, {"opens": opens, "closes": closes, "timezone": timezone})
        return await self._save(inv, draft, "basics", mark, title=name, **typed)

    async def fill_basics(self, inv: Invocation, draft: str = "", mark: str = "") -> Mapping[str, str]:
        """What the form of title and dates shows."""
        shown = await fill_part(self.drafts, inv, draft, "basics")
        return {**shown, "name": shown.get("title", "")}

    @action("draft.mend", role=Role.COORDINATOR)
    async def mend(self, inv: Invocation, draft: OnCard, field: WhichField, text: Meant) -> Card:
        """Put what was meant in place of a misspelled date or time zone."""
        fields, mark = await self.drafts.read_form(inv.reach, draft, "basics")
        return await self._save(inv, draft, "basics", mark, **{**fields, field: text})

    @form("draft.ask", role=Role.COORDINATOR, prefill="fill_ask")
    async def save_ask(
        self,
        inv: Invocation,
        draft: OfDraft,
        text: Question = None,
        delegate: ToDelegates = None,
        ask: OfAsk = None,
        mark: Mark = None,
    ) -> Card:
        """Write a question to the office."""
        return await self._save(inv, draft, f"ask:{ask or ''}", mark, text=text, delegate=delegate)

    async def fill_ask(self, inv: Invocation, draft: str = "", ask: str = "", mark: str = "") -> Mapping[str, str]:
        """What the form of a question shows."""
        return await fill_part(self.drafts, inv, draft, f"ask:{ask}")

    @form("draft.facts", role=Role.COORDINATOR, prefill="fill_facts")
    async def save_facts(self, inv: Invocation, draft: OfDraft, facts: Facts = None, mark: Mark = None) -> Card:
        """Write facts to quote."""
        return await self._save(inv, draft, "facts", mark, facts=facts)

    @form("draft.targets", role=Role.COORDINATOR, prefill="fill_targets")
    async def save_targets(
        self,
        inv: Invocation,
        draft: OfDraft,
        who: Annotated[Targets | None, Opt("Whom people call")] = None,
        committee: Committee = None,
        members: Annotated[str | None, Opt("Members by name, or a state for its senators", max_length=LONG)] = None,
        member: Annotated[str | None, Opt("One more member, by name", suggest="members")] = None,
        offices: Annotated[str | None, Opt("Other offices, a line each, as name | phone", max_length=LONG)] = None,
        mark: Mark = None,
    ) -> Card:
        """Choose whom people call."""
        all_members = "\n".join(filter(None, (members, member)))
        named = {"who": who, "committee": committee, "members": all_members, "offices": offices}
        fields = {name: text for name, text in named.items() if text}
        kinds = list_kinds(fields, dict(await fill_part(self.drafts, inv, draft, "targets")))
        if len(kinds) > 1:
            raise UserError("draft.several_targets", field="who")
        for kind in kinds:
            fields["who"] = kind
        return await self._save(inv, draft, "targets", mark, **fields)

    @form("draft.goal", role=Role.COORDINATOR, prefill="fill_goal")
    async def save_goal(
        self,
        inv: Invocation,
        draft: OfDraft,
        goal: Goal = None,
        tags: Tags = None,
        phone: Number = None,
        mark: Mark = None,
    ) -> Card:
        """Set a goal, hashtags and the number to call."""
        return await self._save(inv, draft, "goal", mark, goal=goal, tags=tags, phone=phone)

    @form("draft.rhythm", role=Role.COORDINATOR, prefill="fill_rhythm")
    async def save_rhythm(
        self,
        inv: Invocation,
        draft: OfDraft,
        start: Annotated[bool | None, Opt("Post when it opens")] = None,
        close: Annotated[bool | None, Opt("Post when it has closed")] = None,
        lines_open: Annotated[bool | None, Opt("Post when phone lines open on its first day")] = None,
        day_summary: Annotated[str | None, Opt("Post the day's numbers at, like 20:00", max_length=_OF_TIME)] = None,
        reminders: Annotated[str | None, Opt("Reminders, a line each: weekdays 9:00 | text", max_length=LONG)] = None,
        mark: Mark = None,
    ) -> Card:
        """Choose what the campaign posts by itself."""
        flags = {"start": _flag(start), "close": _flag(close), "lines_open": _flag(lines_open)}
        return await self._save(inv, draft, "rhythm", mark, **flags, day_summary=day_summary, reminders=reminders)

    @form("draft.links", role=Role.COORDINATOR, prefill="fill_links")
    async def save_links(self, inv: Invocation, draft: OfDraft, links: Links = None, mark: Mark = None) -> Card:
        """Write links to other things to do."""
        return await self._save(inv, draft, "links", mark, links=links)

    @form("draft.why", role=Role.COORDINATOR, prefill="fill_why")
    async def save_why(self, inv: Invocation, draft: OfDraft, why: Reasons = None, mark: Mark = None) -> Card:
        """Write why people call."""
        return await self._save(inv, draft, "why", mark, why=why)

    @form("draft.answers", role=Role.COORDINATOR, prefill="fill_answers")
    async def save_answers(self, inv: Invocation, draft: OfDraft, answers: Answers = None, mark: Mark = None) -> Card:
        """Write what to answer to what an office may say."""
        return await self._save(inv, draft, "answers", mark, answers=answers)

    @form("draft.audience", role=Role.ADMIN, prefill="fill_audience")
    async def save_audience(self, inv: Invocation, draft: OfDraft, audience: WhoSees, mark: Mark = None) -> Card:
        """Choose whether only the organization's people see the campaign."""
        return await self._save(inv, draft, "audience", mark, audience=audience)

    async def _save(self, inv: Invocation, draft: str, part: str, mark: str | None, **fields: str | None) -> Card:
        return await save_part(self.drafts, inv, draft, part, mark, fields)


async def fill_part(drafts: Drafts, inv: Invocation, draft: str, part: str) -> Mapping[str, str]:
    """What a part's form shows, with the mark of it."""
    fields, mark = await drafts.read_form(inv.reach, draft, part)
    return {**show_fields(inv.words, fields), "mark": mark}


async def save_part(
    drafts: Drafts, inv: Invocation, draft: str, part: str, mark: str | None, fields: Mapping[str, str | None]
) -> Card:
    """Save a part, and show the draft again, or both sides of words that met newer ones."""
    filled = {name: str(text) for name, text in fields.items() if text}
    saved = await drafts.save_part(inv.caller, inv.reach, draft, part, filled, mark or "", inv.id, inv.at)
    if isinstance(saved, Conflict):
        return draw_conflict_card(inv.words, saved)
    return draw_draft_card(inv, saved, inv.words.m("draft.saved"))


def _flag(value: bool | None) -> str:
    return "yes" if value else ""
