"""The form of a draft's postcard."""

from collections.abc import Mapping
from typing import Annotated

from bot.cogs.drafts.forms.part_forms import LONG, Mark, OfDraft, fill_part, save_part
from bot.core.campaign_files.campaign_shape import MAX_TITLE
from bot.core.campaign_files.postcard_shape import MAX_ART, FrontShape
from bot.core.drafts.drafts import Drafts
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import form
from bot.roles import Role


class PostcardFormCog:
    """The postcard that people write for a campaign."""

    subject = "campaigns"

    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts

    @form("draft.postcard", role=Role.COORDINATOR, prefill="fill_postcard")
    async def save_postcard(
        self,
        inv: Invocation,
        draft: OfDraft,
        name: Annotated[str | None, Opt("Its title (all empty takes it away)", max_length=MAX_TITLE)] = None,
        beginnings: Annotated[str | None, Opt("Beginnings to choose from, a line each", max_length=LONG)] = None,
        art: Annotated[str | None, Opt("Words on its front (empty is the campaign's)", max_length=MAX_ART)] = None,
        shape: Annotated[FrontShape | None, Opt("What its front shows")] = None,
        colors: Annotated[str | None, Opt("Colors, like #1d3557 #f1faee #f2a33a", max_length=60)] = None,
        mark: Mark = None,
    ) -> Card:
        """Design the postcard that people can send."""
        fields = {"title": name, "beginnings": beginnings, "art": art, "shape": shape, "colors": colors}
        return await save_part(self.drafts, inv, draft, "postcard", mark, fields)

    async def fill_postcard(self, inv: Invocation, draft: str = "", mark: str = "") -> Mapping[str, str]:
        """What the form shows."""
        shown = await fill_part(self.drafts, inv, draft, "postcard")
        return {**shown, "name": shown.get("title", "")}
