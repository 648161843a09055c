"""The drafts under the list of campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cogs.shared.card_parts import write_reason
from bot.core.changes.refusals import Refusal
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.draft_search import name_draft
from bot.kit.cards.labels import fit_labels
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words

SHOWN_DRAFTS = 10  # drafts with a button


def add_drafts(words: Words, card: Card, drafts: Sequence[Draft], refused: Mapping[str, Refusal]) -> Card:
    """The list with the drafts that the caller may write, each behind a button, and a button for a new one.

    It says which of them another admin ``refused``, by campaign, and why.
    """
    new = Button(words.t("draft.button.new"), "campaign new")
    shown = drafts[:SHOWN_DRAFTS]
    labels = fit_labels(
        [words.render(name_draft(one)) for one in shown], lambda title: words.t("draft.button.open", title=title)
    )
    buttons = [Button(label, "draft.show", {"draft": one.id}) for label, one in zip(labels, shown, strict=True)]
    said = words.m("draft.listed", count=len(drafts)) if drafts else Markup()
    lines = [_describe_refusal(words, one, refused[one.campaign_id]) for one in shown if one.campaign_id in refused]
    return replace(card, body=join(card.body, said, *lines), buttons=(*card.buttons, *buttons, new))


def _describe_refusal(words: Words, draft: Draft, refusal: Refusal) -> Markup:
    said = words.m("draft.refused", title=name_draft(draft))
    return join(said, write_reason(words, refusal.reason), between="\n")
