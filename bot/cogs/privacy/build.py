"""Builds the cogs for links between accounts and for people's own data."""

from bot.cogs.privacy.link import LinkCog
from bot.cogs.privacy.mydata import MyDataCog
from bot.core.build import Core


def build_privacy_cogs(core: Core, zone: str) -> tuple[object, ...]:
    """Build the cogs of this room. ``zone`` is the IANA name of the coalition's time zone."""
    privacy = core.privacy
    return (
        LinkCog(privacy.linking),
        MyDataCog(privacy.data_export, privacy.privacy, core.campaigns.campaigns, zone),
    )
