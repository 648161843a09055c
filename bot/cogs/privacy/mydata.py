"""`/mydata`: shows the caller everything stored about them, exports it and deletes it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from bot.cogs.privacy.link import name_platforms
from bot.cogs.reminders.remind import days_named
from bot.cogs.shared.card_parts import place_words
from bot.core.campaign_files.campaign_file import CampaignFile, text_for
from bot.core.campaigns.campaigns import Campaigns
from bot.core.privacy.data_export import DataExport, PersonData
from bot.core.privacy.privacy import Privacy
from bot.core.reminders.reminder_list import Reminder
from bot.core.reminders.reminder_times import days_of
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Fact, File, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.moments import Moment

PAGE = 3000  # of a card's 3,700 characters, so that a line above fits too
_FACT = 500

# Buttons of older cards name a page. The file is whole now.
OldPage = Annotated[int | None, Opt("Page", button_only=True)]


class MyDataCog:
    """Shows, exports and deletes a person's data."""

    subject = "you"

    def __init__(self, holdings: DataExport, privacy: Privacy, campaigns: Campaigns) -> None:
        self._campaigns = campaigns
        self._holdings = holdings
        self._privacy = privacy

    @command("mydata show")
    async def show(self, inv: Invocation) -> Card:
        """See everything Callboard holds about you."""
        held = await self._holdings.read(inv.caller)
        return draw_data_card(inv, held, self._campaigns.files) if held else nothing_card(inv.words)

    @command("mydata export")
    @action("mydata.export")
    async def export(self, inv: Invocation, page: OldPage = None) -> Card:
        """Get everything held about you as a file for other programs (JSON)."""
        held = await self._holdings.read(inv.caller)
        return export_card(inv.words, export_json(held)) if held else nothing_card(inv.words)

    @command("mydata forget")
    async def forget(self, inv: Invocation) -> Card:
        """Delete everything about you. Asks once before it does."""
        if await self._holdings.read(inv.caller) is None:
            return nothing_card(inv.words)
        return asking_card(inv.words)

    @action("mydata.ask")
    async def ask(self, inv: Invocation) -> Card:
        """Ask once before everything is deleted."""
        return asking_card(inv.words)

    @action("mydata.forget")
    async def forget_now(self, inv: Invocation) -> Card:
        """Delete everything about the caller."""
        if not await self._privacy.forget(inv.caller, inv.id):
            return nothing_card(inv.words)
        return Card(
            inv.words.t("mydata.title.forgotten"),
            join(inv.words.m("mydata.forgotten"), inv.words.m("mydata.kept")),
        )


def nothing_card(words: Words) -> Card:
    """Say that nothing is stored about the caller."""
    return Card(words.t("mydata.title.show"), join(words.m("mydata.nothing"), words.m("mydata.kept")))


def asking_card(words: Words) -> Card:
    """Say what deletion means, and offer it."""
    return Card(
        words.t("mydata.title.ask"),
        join(words.m("mydata.ask"), words.m("mydata.kept")),
        buttons=(
            Button(words.t("mydata.button.forget"), "mydata.forget", style=Style.DANGER),
            Button(words.t("mydata.button.export"), "mydata.export"),
        ),
    )


def _in_words(words: Words, held: PersonData) -> dict[str, str]:
    """The names of a profile's coded fields, language and district, as `/profile` shows them."""
    known = held.profile
    language = {"language": words.choice("language", known.language)} if known.language else {}
    return {**language, **({"district": place_words(known.district)} if known.district else {})}


def draw_data_card(inv: Invocation, held: PersonData, files: Mapping[str, CampaignFile]) -> Card:
    """Show everything stored, with calls counted per campaign."""
    words, none = inv.words, inv.words.t("profile.none")
    profile = {**asdict(held.profile), **_in_words(words, held)}
    platforms = tuple(account.platform for account in held.accounts)
    roles = words.list(_role(words, role.role.name.lower(), role.over) for role in held.roles if role.in_force)
    facts = [
        Fact(words.t("profile.chapter"), held.chapter or none),
        *(
            Fact(words.t(f"profile.{name}"), value or none)
            for name, value in profile.items()
            if name != "zone" or value
        ),
        Fact(words.t("mydata.roles"), shorten(roles, _FACT) or words.t("mydata.no_roles")),
        *_reminders(words, held),
        *((Fact(words.t("mydata.drafts"), words.number(len(held.drafts))),) if held.drafts else ()),
        Fact(words.t("mydata.calls"), shorten(_calls(words, held, files), _FACT) or words.t("mydata.no_calls")),
    ]
    told = join(
        words.m("mydata.since", day=words.day(_day(held.since)), platforms=name_platforms(words, platforms)),
        _settings(words, held),
        words.m("mydata.linked", platforms=name_platforms(words, platforms)) if held.linked else Markup(),
        words.m("mydata.suspended") if held.suspended else Markup(),
        words.m("mydata.name_hidden") if held.name_hidden else Markup(),
        between="\n",
    )
    buttons = (
        Button(words.t("mydata.button.export"), "mydata.export"),
        Button(words.t("mydata.button.ask"), "mydata.ask", style=Style.DANGER),
    )
    return Card(words.t("mydata.title.show"), told, tuple(facts), buttons=buttons, note=words.m("mydata.note"))


def export_json(held: PersonData) -> bytes:
    """Encode everything stored as one JSON object, in UTF-8."""
    person: dict[str, Any] = {
        "since": _instant(held.since),
        "accounts": [{**asdict(one), "since": _instant(one.since)} for one in held.accounts],
        "chapter": held.chapter,
        **asdict(held.profile),
        "roles": [{**asdict(one), "role": one.role.name.lower()} for one in held.roles],
        "suspended": held.suspended,
        "public_name_hidden": held.name_hidden,
        "linked": [_instant(at) for at in held.linked],
        "reminders": [{**asdict(one), "next_at": _instant(one.next_at)} for one in held.reminders],
        "drafts": list(held.drafts),
        "reminders_once": [{**asdict(one), "at": _instant(one.at)} for one in held.once],
        "calls": [_call({**asdict(call), "logged_at": _instant(call.logged_at)}) for call in held.calls],
    }
    return json.dumps(person, ensure_ascii=False, indent=1).encode()


def export_card(words: Words, data: bytes) -> Card:
    """Attach an export as a file."""
    file = File("callboard-my-data.json", data, words.t("mydata.file"))
    return Card(words.t("mydata.title.export"), words.m("mydata.exported"), note=words.m("mydata.note"), file=file)


def _call(call: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in call.items() if value is not None}


def _calls(words: Words, held: PersonData, files: Mapping[str, CampaignFile]) -> str:
    counted = Counter(call.campaign for call in held.calls if call.counted)
    logged = Counter(call.campaign for call in held.calls if call.removed is None)
    removed = Counter(call.campaign for call in held.calls if call.removed is not None)
    titles = {one: text_for(files[one].title, words.language) if one in files else one for one in logged | removed}
    return "; ".join(
        words.t(
            "mydata.tally_removed" if removed[campaign] else "mydata.tally",
            campaign=title,
            done=counted[campaign],
            count=logged[campaign],
            removed=removed[campaign],
        )
        for campaign, title in sorted(titles.items())
    )


def _settings(words: Words, held: PersonData) -> Markup:
    """Say which settings the platforms reported. It goes in the body, because a card has few facts."""
    told = [(one.platform, ", ".join(filter(None, (one.locale, one.zone)))) for one in held.accounts]
    label = {platform: words.t(f"link.platform.{platform}") for platform, _ in told}
    lines = (words.m("mydata.settings", platform=label[platform], settings=it) for platform, it in told if it)
    return join(*lines, between="\n")


def _reminders(words: Words, held: PersonData) -> tuple[Fact, ...]:
    """List all reminders in one fact; a card has no room for more."""
    daily = [_reminder(words, one) for one in held.reminders]
    once = [words.t("mydata.once", when=Moment(one.at, one.zone)) for one in held.once]
    told = shorten("; ".join((*daily, *once)), _FACT)
    return (Fact(words.t("mydata.reminder"), told),) if told else ()


def _reminder(words: Words, one: Reminder) -> str:
    return f"{days_named(words, days_of(one.cron))}; {words.moment(Moment(one.next_at, one.zone))}"


def _role(words: Words, role: str, over: str) -> str:
    named = words.choice("post", role)
    return f"{named} ({over})" if over else named


def _day(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000_000, UTC)


def _instant(at: int) -> str:
    return _day(at).isoformat(timespec="seconds")
