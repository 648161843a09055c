"""One tap after a call that didn't get through: why not. The answer leads on, never back to the same busy line."""

from typing import Annotated

from bot.cogs.shared.card_parts import script_button, undo_button
from bot.cogs.shared.display_names import Naming
from bot.core.base.ids import format_reference
from bot.core.calls.scripts import Scripts
from bot.core.calls.unavailable_reason import Missed, Noted
from bot.core.directory.members import Office
from bot.core.guidance.phone_lines import Why, other_office
from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Question, Style, shorten
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action


class LineCog:
    """Takes reports about lines."""

    def __init__(self, missed: Missed, scripts: Scripts, naming: Naming) -> None:
        self._missed = missed
        self._scripts = scripts
        self._naming = naming

    @action("line.why")
    async def why(
        self,
        inv: Invocation,
        call: Annotated[str, Opt("Call on the card")],
        why: Annotated[Why, Opt("What happened")],
    ) -> Card:
        """Say why a call didn't get through."""
        noted = await self._missed.note(inv.caller, call, why, inv.id, inv.at)
        another, onward = await self._onward(inv, noted)
        office = (await self._naming.names_at(inv.at)).office(inv.words, noted.campaign, noted.slot, noted.title)
        return why_card(inv, noted, call, office, another, onward)

    async def _onward(self, inv: Invocation, noted: Noted) -> tuple[Office | None, str | None]:
        """Return another number of the same member, and the slot that follows; neither once the campaign is over."""
        try:
            prompt = await self._scripts.prompt(inv.caller, inv.at, noted.campaign, inv.language, noted.slot)
        except UserError:
            return None, None
        member = prompt.target.member if prompt.target else None
        return (other_office(member, noted.office, inv.at) if member else None), prompt.onward


def why_card(inv: Invocation, noted: Noted, call: str, office: str, another: Office | None, onward: str | None) -> Card:
    """Thank somebody for a reason, and offer another number of the same member and the next office."""
    words, campaign = inv.words, noted.campaign
    hint = words.m("line.another", place=another.place, phone=another.phone or "") if another else Markup()
    ways = [_call_another(inv, campaign, another)] if another else []
    if onward:
        ways.append(script_button(inv, campaign, onward, Style.PLAIN if another else Style.PRIMARY))
    return Card(
        title=words.t("log.title.attempt"),
        body=join(words.m("line.noted", why=words.choice("why", noted.why), office=office), hint),
        buttons=(*ways, undo_button(words, call)),
        note=words.m("log.reference", reference=format_reference(call)),
    )


def why_question(inv: Invocation, call: str) -> Question:
    """Ask why a call didn't get through."""
    words = inv.words
    reasons = tuple(Button(words.choice("why", why), "line.why", {"call": call, "why": why.value}) for why in Why)
    return Question(words.m("line.ask"), reasons)


def _call_another(inv: Invocation, campaign: str, office: Office) -> Button:
    args = {"campaign": campaign, "office": office.id}
    return Button(
        shorten(inv.words.t("line.button.another", place=office.place), BUTTON_LABEL),
        "script.show",
        args,
        Style.PRIMARY,
    )
