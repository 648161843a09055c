"""One tap after a call that didn't get through: why not."""

from typing import Annotated

from bot.cogs.naming import Naming
from bot.cogs.parts import script_button
from bot.core.lines import Why
from bot.core.missed import Missed
from bot.kit.invocation import Invocation
from bot.kit.reply import Button, Card
from bot.kit.spec import Opt, action


class LineCog:
    """Takes reports about lines."""

    def __init__(self, missed: Missed, naming: Naming) -> None:
        self._missed = missed
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
        office = (await self._naming.names()).office(inv.words, noted.campaign, noted.slot)
        return Card(
            title=inv.words.t("log.title.attempt"),
            body=inv.words.m("line.noted", why=inv.words.choice("why", noted.why), office=office),
            buttons=(script_button(inv, noted.campaign),),
        )


def why_buttons(inv: Invocation, call: str) -> tuple[Button, ...]:
    """Return a button for each reason."""
    return tuple(Button(inv.words.choice("why", why), "line.why", {"call": call, "why": why.value}) for why in Why)
