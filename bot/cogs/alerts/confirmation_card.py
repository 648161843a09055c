"""The card after an alert was confirmed or approved: where it goes, and when."""

from bot.core.alerts.posting.confirmation import Confirmation
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words


def draw_confirmation_card(words: Words, alert: str, confirmation: Confirmation, own: bool = True) -> Card:
    """The card after confirming: the alert is on its way, or must be approved. ``own``: the caller is its author."""
    is_late = confirmation.now and 0 < confirmation.delayed == confirmation.channels
    if confirmation.awaiting:
        body = words.m("alert.awaiting", reference=confirmation.reference)
    elif is_late:
        body = words.m("alert.all_delayed", count=confirmation.channels, reference=confirmation.reference)
    elif confirmation.now:
        key = "on_its_way" if own else "released"
        body = words.m(f"alert.{key}", count=confirmation.channels, reference=confirmation.reference)
    else:
        body = words.m(
            "alert.will_go", count=confirmation.channels, reference=confirmation.reference, when=confirmation.at
        )
    if confirmation.delayed and not is_late and not confirmation.awaiting:
        body = join(body, words.m("alert.delayed", count=confirmation.delayed))
    buttons = (
        Button(words.t("alert.button.show"), "alert.show", {"alert": alert}),
        Button(words.t("alert.button.ask"), "alert.ask", {"alert": alert}, Style.DANGER),
    )
    return Card(words.t("alert.title"), body, buttons=buttons)
