"""Link buttons that add Callboard to more servers and workspaces, or to one's own account."""

from collections.abc import Iterable

from bot.cogs.shared.links import draw_link
from bot.kit.cards.outbound import InstallTarget, Posters
from bot.kit.cards.reply import LinkButton
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.roles import Role


def draw_install_buttons(inv: Invocation, posters: Posters) -> tuple[LinkButton, ...]:
    """The buttons for the caller: to add it to a space for coordinators, and to their account here for everybody.

    Volunteers get no link for spaces: one that belongs to no org is of use to nobody.
    """
    spaces = draw_space_buttons(inv.words, posters) if inv.role >= Role.COORDINATOR else ()
    return (*spaces, *_draw_buttons(inv.words, posters, InstallTarget.PERSON, (inv.caller.platform,)))


def draw_space_buttons(words: Words, posters: Posters) -> tuple[LinkButton, ...]:
    """The buttons that add Callboard to a server or workspace, one for each platform with a page for it."""
    return _draw_buttons(words, posters, InstallTarget.SPACE, posters.list_platforms())


def _draw_buttons(
    words: Words, posters: Posters, target: InstallTarget, platforms: Iterable[str]
) -> tuple[LinkButton, ...]:
    found = [(name, link) for name, link in posters.list_installs() if link.target is target and name in platforms]
    drawn = (draw_link(words, words.t(f"install.{target}.{name}"), link.address, None) for name, link in found)
    return tuple(button for button in drawn if button)
