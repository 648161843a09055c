"""The card that answers `/chapter join`."""

from bot.cogs.shared.mentions import is_guest
from bot.core.coalition.joining import Joined
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation


def draw_joined_card(inv: Invocation, joined: Joined) -> Card:
    """Confirm that somebody is in a chapter; for one that was named in place of a code, offer to choose it.

    A guest from another workspace reads that they are in it there, too.
    """
    words, place = inv.words, joined.place
    if joined.was_in:
        return Card(body=words.m("chapter.was_in", name=place.name, org=place.org))
    if not joined.word:
        said = words.m("chapter.joined", name=place.name, org=place.org)
        return Card(
            body=join(said, words.m("chapter.joined_guest") if is_guest(inv.caller, inv.caller.account) else Markup())
        )
    button = Button(words.t("chapter.join_button", name=place.name), "/profile", {"chapter": joined.word})
    return Card(body=words.m("chapter.without_code", name=place.name, word=joined.word), buttons=(button,))
