"""`/mydata`: shows the caller everything stored about them, exports it and deletes it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from msgspec import structs

from bot.cogs.privacy.link import name_platforms
from bot.cogs.reminders.remind import name_days
from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.state_names import name_state_district
from bot.config.zone_names import is_clock
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.link_taps import LinkTap
from bot.core.directory.maps import UNDATED
from bot.core.directory.members import Directory
from bot.core.people.profiles.profiles import Profile, find_home_zone
from bot.core.postcards.own_postcards import OwnPostcard
from bot.core.privacy.data_export import Account, DataExport, HeldRole, PersonData
from bot.core.privacy.privacy import Privacy
from bot.core.reminders.reminder_list import Reminder
from bot.core.times.clock import day_of
from bot.core.times.daily_times import find_days
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, File, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.languages import name_locale
from bot.moments import Moment, name_year

PAGE = 3000  # of a card's 3,700 characters, which leaves room for a line above
_IF_SET = ("zone", "upper", "lower", "coming")
_FACT = 500

# Buttons of older cards name a page. Exports no longer have pages.
OldPage = Annotated[int | None, Opt("Page", button_only=True)]


class MyDataCog:
    """Shows, exports and deletes a person's data."""

    subject = "you"

    def __init__(self, data: DataExport, privacy: Privacy, campaigns: Campaigns, zone: str) -> None:
        """``zone`` is the coalition's, for people whose own isn't known."""
        self._zone, self._campaigns = zone, campaigns
        self._data, self._privacy = data, privacy

    @command("mydata show", reads=True)
    async def show(self, inv: Invocation) -> Card:
        """See everything Callboard holds about you."""
        data = await self._data.read(inv.caller)
        return draw_data_card(inv, data, self._campaigns.files, self._zone) if data else draw_nothing_card(inv.words)

    @command("mydata export", reads=True)
    @action("mydata.export")
    async def export(self, inv: Invocation, page: OldPage = None) -> Card:
        """Get everything held about you as a file for other programs (JSON)."""
        data = await self._data.read(inv.caller)
        return draw_export_card(inv.words, export_json(inv.words, data)) if data else draw_nothing_card(inv.words)

    @command("mydata forget")
    async def forget(self, inv: Invocation) -> Card:
        """Delete everything about you. Asks once before it does."""
        if await self._data.read(inv.caller) is None:
            await self._privacy.forget_unsent(inv.caller)
            return draw_nothing_card(inv.words)
        return await self.ask(inv)

    @action("mydata.ask")
    async def ask(self, inv: Invocation) -> Card:
        """Ask once before everything is deleted."""
        return draw_asking_card(inv.words, await self._data.find_last_roles(inv.caller))

    @action("mydata.forget")
    async def forget_now(self, inv: Invocation) -> Card:
        """Delete everything about the caller."""
        if not await self._privacy.forget(inv.caller, inv.id):
            return draw_nothing_card(inv.words)
        return Card(
            inv.words.t("mydata.title.forgotten"),
            join(inv.words.m("mydata.forgotten"), inv.words.m("mydata.kept")),
        )


def draw_nothing_card(words: Words) -> Card:
    """The card for a person about whom nothing is stored. Nobody can tell whether something was."""
    return Card(words.t("mydata.title.show"), join(words.m("mydata.nothing"), words.m("mydata.kept_if")))


def draw_asking_card(words: Words, last: Sequence[HeldRole]) -> Card:
    """The card that asks before deletion and explains it. ``last`` are roles that nobody would have afterwards."""
    missed = [
        words.m("org.ends.alone", name=escape(one.over)) if one.over else words.m("mydata.last_admin") for one in last
    ]
    return Card(
        words.t("mydata.title.ask"),
        join(words.m("mydata.ask"), *missed, words.m("mydata.kept")),
        buttons=(
            Button(words.t("mydata.button.forget"), "mydata.forget", style=Style.DANGER),
            Button(words.t("mydata.button.export"), "mydata.export"),
        ),
    )


def _describe_codes(words: Words, data: PersonData) -> dict[str, str]:
    """The display names of a profile's language, district and time zone."""
    profile = data.profile
    zone = {"zone": words.name_zone(profile.zone)} if profile.zone and is_clock(profile.zone) else {}
    language = {"language": words.label("language", profile.language)} if profile.language else {}
    keys = {"upper": profile.upper, "lower": profile.lower}
    states = {name: name_state_district(words, key) for name, key in keys.items() if key}
    return {**language, **zone, **_describe_districts(words, profile), **states}


def _describe_districts(words: Words, profile: Profile) -> dict[str, str]:
    """A profile's districts with the Congresses whose maps they are on."""
    number = profile.congress or UNDATED
    found = {"district": profile.district, "coming": profile.coming}
    return {
        name: words.t("profile.on_map", place=name_place(words, place), congress=number + (name == "coming"))
        if "-" in place
        else name_place(words, place)
        for name, place in found.items()
        if place
    }


def draw_data_card(inv: Invocation, data: PersonData, files: Mapping[str, CampaignFile], zone: str) -> Card:
    """The card with everything stored about a person. Calls are counted by campaign."""
    words, none = inv.words, inv.words.t("profile.none")
    unset = inv.words.t("profile.unreadable") if data.profile.is_lost else none
    own = ZoneInfo(find_home_zone(inv.envelope.zone, data.profile, Directory()) or zone)
    profile = {**asdict(data.profile), **_describe_codes(words, data)}
    platforms = tuple(account.platform for account in data.accounts)
    roles = words.list(_name_role(words, role.role.name.lower(), role.over) for role in data.roles if role.in_force)
    facts = [
        Fact(words.t("profile.chapter"), data.chapter or none),
        *(
            Fact(words.t(f"profile.{name}"), value or unset)
            for name, value in profile.items()
            if name != "congress" and (name not in _IF_SET or value)
        ),
        Fact(words.t("mydata.roles"), shorten(roles, _FACT) or words.t("mydata.no_roles")),
        *_draw_reminders(inv, data),
        *((Fact(words.t("mydata.drafts"), words.format_number(len(data.drafts))),) if data.drafts else ()),
        Fact(
            words.t("mydata.calls"), shorten(_describe_calls(words, data, files), _FACT) or words.t("mydata.no_calls")
        ),
    ]
    body = join(
        words.m(
            "mydata.since", day=words.format_day(day_of(data.since, own)), platforms=name_platforms(words, platforms)
        ),
        _describe_settings(words, data),
        _describe_links(words, data),
        _describe_postcards(words, data),
        words.m("mydata.linked", platforms=name_platforms(words, platforms)) if data.linked else Markup(),
        words.m("mydata.lost_profile") if data.profile.is_lost else Markup(),
        words.m("mydata.suspended") if data.suspended else Markup(),
        words.m("mydata.name_hidden") if data.name_hidden else Markup(),
        between="\n",
    )
    buttons = (
        Button(words.t("mydata.button.export"), "mydata.export"),
        Button(words.t("mydata.button.ask"), "mydata.ask", style=Style.DANGER),
    )
    return Card(words.t("mydata.title.show"), body, tuple(facts), buttons=buttons, note=words.m("mydata.note"))


def export_json(words: Words, data: PersonData) -> bytes:
    """Encode everything stored as one JSON object, in UTF-8. Districts are named as people know them."""
    profile = data.profile
    places = {"district": profile.district, "coming": profile.coming}
    state_places = {"upper": profile.upper, "lower": profile.lower}
    person: dict[str, Any] = {
        "since": _format_instant(data.since),
        "accounts": [{**asdict(one), "since": _format_instant(one.since)} for one in data.accounts],
        "chapter": data.chapter,
        **asdict(data.profile),
        **{name: name_place(words, place) for name, place in places.items() if place},
        **{name: name_state_district(words, key) for name, key in state_places.items() if key},
        **({"profile_unreadable": True} if data.profile.is_lost else {}),
        "roles": [{**asdict(one), "role": one.role.name.lower()} for one in data.roles],
        "suspended": data.suspended,
        "public_name_hidden": data.name_hidden,
        "linked": [_format_instant(at) for at in data.linked],
        "reminders": [{**asdict(one), "next_at": _format_instant(one.next_at)} for one in data.reminders],
        "drafts": list(data.drafts),
        "reminders_once": [{**asdict(one), "at": _format_instant(one.at)} for one in data.once],
        "links": [{"campaign": one.campaign, "action": one.action, "kind": one.kind.value} for one in data.links],
        "postcards": [_make_postcard(words, one) for one in data.postcards],
        "unsent_postcards": data.unsent_postcards,
        "calls": [_call(words, {**asdict(call), "logged_at": _format_instant(call.logged_at)}) for call in data.calls],
    }
    return json.dumps(person, ensure_ascii=False, indent=1).encode()


def draw_export_card(words: Words, data: bytes) -> Card:
    """The card with an export attached as a file."""
    file = File("callboard-my-data.json", data, words.t("mydata.file"))
    return Card(words.t("mydata.title.export"), words.m("mydata.exported"), note=words.m("mydata.note"), file=file)


def _make_postcard(words: Words, one: OwnPostcard) -> dict[str, Any]:
    """A postcard for the export. The reference names it; ids of orgs and chapters are nobody's words."""
    entries = {name: value for name, value in structs.asdict(one).items() if name not in ("id", "org_id", "chapter_id")}
    times = {name: _format_instant(value) for name, value in entries.items() if name.endswith("_at") and value}
    return _call(words, {**entries, "status": one.status and one.status.value, **times})


def _describe_postcards(words: Words, data: PersonData) -> Markup:
    """How many postcards there are, how many still say something, and how many aren't sent."""
    kept, unsent = sum(one.words is not None for one in data.postcards), data.unsent_postcards
    return join(
        words.m("mydata.postcards", count=len(data.postcards), kept=kept) if data.postcards else Markup(),
        words.m("mydata.unsent", count=unsent) if unsent else Markup(),
        between="\n",
    )


def _call(words: Words, call: dict[str, Any]) -> dict[str, Any]:
    """A call or postcard for the export: what there is of it, with its district as people know it."""
    place = {"district": name_place(words, call["district"])} if call.get("district") else {}
    return {name: value for name, value in (call | place).items() if value is not None}


def _describe_calls(words: Words, data: PersonData, files: Mapping[str, CampaignFile]) -> str:
    counted = Counter(call.campaign for call in data.calls if call.counted)
    logged = Counter(call.campaign for call in data.calls if call.removed is None)
    removed = Counter(call.campaign for call in data.calls if call.removed is not None)
    titles = {one: words.pick(files[one].title) if one in files else one for one in logged | removed}
    return "\n".join(
        words.t(
            "mydata.tally_removed" if removed[campaign] else "mydata.tally",
            campaign=title,
            done=counted[campaign],
            count=logged[campaign],
            removed=removed[campaign],
        )
        for campaign, title in sorted(titles.items())
    )


def _describe_settings(words: Words, data: PersonData) -> Markup:
    """The settings that the platforms reported. They are part of the body, because a card has few facts."""
    reported = ((words.t(f"link.platform.{one.platform}"), _name_settings(words, one)) for one in data.accounts)
    lines = (words.m("mydata.settings", platform=name, settings=words.list(it)) for name, it in reported if it)
    return join(*lines, between="\n")


def _name_settings(words: Words, account: Account) -> tuple[str, ...]:
    """An account's language and time zone as people call them. A zone that we don't know is its own name."""
    locale = name_locale(account.locale, words.language) if account.locale else ""
    zone = words.name_zone(account.zone) if account.zone and is_clock(account.zone) else account.zone
    return tuple(filter(None, (locale, zone)))


def _describe_links(words: Words, data: PersonData) -> Markup:
    """What is counted of them for campaigns' links."""
    done, opened = (sum(one.kind is kind for one in data.links) for kind in (LinkTap.DONE, LinkTap.OPENED))
    return words.m("mydata.links", done=done, opened=opened) if data.links else Markup()


def _draw_reminders(inv: Invocation, data: PersonData) -> tuple[Fact, ...]:
    """All reminders in one fact, because a card has no room for more."""
    words = inv.words
    daily = [_describe_reminder(words, one) for one in data.reminders]
    own = find_home_zone(inv.envelope.zone, data.profile, Directory())
    once = [words.t("mydata.once", when=name_year(one.name_moment(own), inv.at)) for one in data.once]
    value = shorten("\n".join((*daily, *once)), _FACT)
    return (Fact(words.t("mydata.reminder"), value),) if value else ()


def _describe_reminder(words: Words, reminder: Reminder) -> str:
    days = name_days(words, find_days(reminder.cron))
    return words.t("mydata.regular", days=days, when=Moment(reminder.next_at, reminder.zone))


def _name_role(words: Words, role: str, over: str) -> str:
    name = words.label("post", role)
    return words.t("mydata.role", role=name, over=over) if over else name


def _format_instant(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds")
