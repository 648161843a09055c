"""Link buttons for addresses from campaign files. A label always names the host, so no link is masked."""

from collections.abc import Collection, Mapping

from bot.core.base.link_domains import is_allowed
from bot.core.campaigns.campaigns import Campaign
from bot.kit.cards.markup import measure_cost
from bot.kit.cards.reply import ADDRESS, BUTTON_LABEL, LinkButton, shorten
from bot.kit.cards.web_address import find_host
from bot.kit.i18n import Words

_LEAST = 12  # of a label, so that it still says something


def choose_domains(campaign: Campaign, domains: Collection[str]) -> Collection[str] | None:
    """The domains that a campaign's buttons may lead to, None for any.

    While the admin lists none (`alerts.link_domains`), a file's buttons lead anywhere: only admins write files.
    """
    return domains if domains or campaign.in_chat else None


def find_link_host(address: str | None, domains: Collection[str] | None) -> str | None:
    """The host of an address that may be a link button, else None: then the address is shown as text.

    It has to be in one of ``domains``, unless that is None.
    """
    host = find_host(address) if address and len(address) <= ADDRESS else None
    return host if host and (domains is None or is_allowed(host, domains)) else None


def draw_link(
    words: Words,
    label: str,
    address: str | None,
    domains: Collection[str] | None,
    route: str = "",
    args: Mapping[str, str] | None = None,
) -> LinkButton | None:
    """The button that opens an address, None if it has to be shown as text."""
    host = find_link_host(address, domains)
    if not address or not host:
        return None
    room = BUTTON_LABEL - measure_cost(words.t("button.link", label="", host=host))
    if room < min(_LEAST, measure_cost(label)):
        return None
    return LinkButton(words.t("button.link", label=shorten(label, room), host=host), address, route, args or {})
