"""`/log`, its form, and the outcome buttons under a script."""

from typing import Annotated

from bot.cogs.parts import CampaignWord, LanguageWord, OfficeWord, goal, office, script_button
from bot.core.calls import Calls, Receipt, Wish
from bot.core.campaigns import Campaigns
from bot.core.counting import Day, Kind, Outcome
from bot.kit.invocation import Invocation
from bot.kit.markup import join
from bot.kit.reply import Button, Card, Choice, Fact, Style
from bot.kit.spec import Opt, action, command, form, suggest

WhichDay = Annotated[Day | None, Opt("Day you rang")]


class LogCog:
    """Records calls."""

    def __init__(self, calls: Calls, campaigns: Campaigns) -> None:
        self._calls = calls
        self._campaigns = campaigns

    @command("log", form="log", unless=("outcome",))
    async def log(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome | None, Opt("How it went")] = None,
        office: OfficeWord = None,
        campaign: CampaignWord = None,
        day: WhichDay = None,
    ) -> Card:
        """Log a call you made."""
        assert outcome is not None, "without an outcome the form opens"
        return await self._log(inv, Wish(outcome, office, campaign, day or Day.TODAY, inv.language))

    @form("log")
    async def log_form(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("How it went")],
        office: OfficeWord = None,
        campaign: CampaignWord = None,
        day: WhichDay = None,
    ) -> Card:
        """Log a call from the form."""
        return await self._log(inv, Wish(outcome, office, campaign, day or Day.TODAY, inv.language))

    @action("tap")
    async def tap(
        self,
        inv: Invocation,
        outcome: Annotated[Outcome, Opt("How it went")],
        office: Annotated[str, Opt("Office on the card")],
        campaign: Annotated[str, Opt("Campaign of the card")],
        language: LanguageWord = None,
    ) -> Card:
        """Log how the call on a script card went."""
        return await self._log(inv, Wish(outcome, office, campaign, Day.TODAY, language or inv.language))

    @suggest("offices")
    async def offices(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return the offices of the open campaigns whose name or word holds what was typed."""
        opened = await self._campaigns.opened(inv.at)
        slots = dict.fromkeys(slot for campaign in opened for slot in campaign.file.targets)
        choices = (Choice(slot, office(inv.words, slot)) for slot in slots)
        return tuple(choice for choice in choices if _holds(choice, typed))

    @suggest("campaigns")
    async def campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return the open campaigns whose title or key holds what was typed."""
        opened = await self._campaigns.opened(inv.at)
        choices = (Choice(campaign.id, campaign.file.title["en"][:60]) for campaign in opened)
        return tuple(choice for choice in choices if _holds(choice, typed))

    async def _log(self, inv: Invocation, wish: Wish) -> Card:
        receipt = await self._calls.log(inv.caller, wish, inv.id, inv.at)
        return receipt_card(inv, receipt, self._campaigns.goal(receipt.campaign))


def receipt_card(inv: Invocation, receipt: Receipt, target: int | None) -> Card:
    """Say what was logged, where that leaves the numbers, and what may come next."""
    words, where = inv.words, office(inv.words, receipt.slot)
    if receipt.kind is Kind.ALL_DONE:
        return _all_done_card(inv, receipt)
    outcome = words.choice("outcome", receipt.outcome)
    told = "attempt" if receipt.kind is Kind.LOGGED and not receipt.outcome.completed else receipt.kind.value
    left = receipt.targets - receipt.done
    return Card(
        title=words.t(f"log.title.{told}"),
        body=join(
            words.m(f"log.{told}", outcome=outcome, office=where),
            words.m("log.left", count=left, targets=receipt.targets) if left else words.m("log.thanks"),
        ),
        facts=_facts(inv, receipt),
        progress=goal(words, receipt.coalition, target),
        buttons=_buttons(inv, receipt),
        note=words.m("log.reference", reference=receipt.reference),
    )


def _facts(inv: Invocation, receipt: Receipt) -> tuple[Fact, ...]:
    words = inv.words
    own = Fact(words.t("log.own"), words.number(receipt.own))
    everyone = Fact(words.t("log.coalition"), words.number(receipt.coalition))
    if receipt.chapter is None:
        return (own, everyone)
    return (own, Fact(receipt.chapter, words.number(receipt.chapter_total)), everyone)


def _buttons(inv: Invocation, receipt: Receipt) -> tuple[Button, ...]:
    again = {"campaign": receipt.campaign, "office": receipt.slot}
    onward = (script_button(inv, receipt.campaign, receipt.next_slot),) if receipt.next_slot else ()
    return (
        *onward,
        Button(inv.words.t("button.again"), "script.show", again),
        Button(inv.words.t("button.undo"), "undo.call", {"call": receipt.call_id}, Style.DANGER),
    )


def _all_done_card(inv: Invocation, receipt: Receipt) -> Card:
    words = inv.words
    slots = receipt.slots
    buttons = tuple(
        Button(office(words, slot), "script.show", {"campaign": receipt.campaign, "office": slot}) for slot in slots
    )
    return Card(words.t("log.title.all_done"), words.m("log.all_done"), _facts(inv, receipt), buttons=buttons)


def _holds(choice: Choice, typed: str) -> bool:
    sought = typed.casefold()
    return sought in choice.label.casefold() or sought in choice.value.casefold()
