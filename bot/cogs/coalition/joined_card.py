"""The card that answers `/chapter join`."""

from bot.core.coalition.joining import Joined
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words


def draw_joined_card(words: Words, joined: Joined) -> Card:
    """Confirm that somebody is in a chapter; for one that was named in place of a code, offer to choose it."""
    place = joined.place
    if joined.was_in:
        return Card(body=words.m("chapter.was_in", name=place.name, org=place.org))
    if not joined.word:
        return Card(body=words.m("chapter.joined", name=place.name, org=place.org))
    button = Button(words.t("chapter.join_button", name=place.name), "/profile", {"chapter": joined.word})
    return Card(body=words.m("chapter.without_code", name=place.name, word=joined.word), buttons=(button,))
