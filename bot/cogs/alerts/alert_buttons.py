"""The buttons of posted cards. Only the person who taps one sees the answer."""

from typing import Annotated

from bot.cogs.boards.leaderboard import draw_board_card
from bot.cogs.calls.scripts.script import draw_done_card, draw_outcome_buttons, draw_script_card, write_reassurance
from bot.cogs.shared.card_parts import draw_language_card, translate_title
from bot.cogs.shared.display_names import Names, Naming
from bot.cogs.shared.prompts import fetch_prompt
from bot.core.alerts.alert_operations import AlertOperations
from bot.core.boards.board_view import Board, Period
from bot.core.boards.boards import Boards
from bot.core.calls.scripts import Prompt, Scripts
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action
from bot.roles import Role

WhichCard = Annotated[str, Opt("The card")]


class AlertButtonsCog:
    """Handles taps on posted cards."""

    def __init__(self, operations: AlertOperations, scripts: Scripts, boards: Boards, naming: Naming) -> None:
        self._operations, self._scripts = operations, scripts
        self._boards, self._naming = boards, naming

    @action("alert.script")
    async def show_script(self, inv: Invocation, delivery: WhichCard) -> Card:
        """Show the caller the script."""
        return draw_script_card(inv, await self._fetch_prompt(inv, delivery), await self._naming.load_names_at(inv.at))

    @action("alert.log")
    async def log(self, inv: Invocation, delivery: WhichCard) -> Card:
        """Ask the caller how the call went."""
        return draw_outcome_card(inv, await self._fetch_prompt(inv, delivery), await self._naming.load_names_at(inv.at))

    @action("alert.board")
    async def show_board(self, inv: Invocation, delivery: WhichCard) -> Card:
        """Show the caller the board."""
        campaign = await self._operations.find_campaign(delivery)
        which = (Board.CHAPTERS, Period.CAMPAIGN, campaign, inv.at)
        return draw_board_card(inv, await self._boards.read(inv.caller, *which, admin=inv.role is Role.ADMIN))

    @action("alert.language", reads=True)
    async def choose_language(self, inv: Invocation, delivery: WhichCard) -> Card:
        """Offer the caller every language, and then the script in it."""
        return draw_language_card(inv.words, await self._operations.find_campaign(delivery))

    async def _fetch_prompt(self, inv: Invocation, delivery: str) -> Prompt:
        campaign = await self._operations.find_campaign(delivery)
        return await fetch_prompt(self._scripts, inv, campaign)


def draw_outcome_card(inv: Invocation, prompt: Prompt, names: Names) -> Card:
    """Ask how the call to the next office went, or say that no office is left."""
    if prompt.target is None or prompt.line is None:
        return draw_done_card(inv, prompt, names)
    where = names.name_office(inv.words, prompt.campaign.id, prompt.target.slot, prompt.title)
    ended = prompt.targets.explain_end(prompt.target.slot)
    how = inv.words.m("alert.how", office=where, position=prompt.position, count=len(prompt.targets.all))
    return Card(
        translate_title(inv, prompt.campaign.file),
        join(how, inv.words.m(f"congress.{ended}") if ended else Markup()),
        buttons=draw_outcome_buttons(inv, prompt, prompt.line),
        note=write_reassurance(inv.words, prompt.target),
    )
