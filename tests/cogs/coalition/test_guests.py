"""Who is a guest from another workspace, and what guests read when they join a chapter."""

from bot.cogs.coalition.joined_card import draw_joined_card
from bot.cogs.shared.mentions import is_guest
from bot.core.coalition.joining import Joined
from bot.core.coalition.org_directory import Place
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach


def test_only_an_account_of_another_space_is_a_guest() -> None:
    here = Caller("slack", "T1:U1", "T1")
    assert [is_guest(here, account) for account in ("T1:U2", "T2:U2")] == [False, True]
    assert not is_guest(Caller("discord", "1", "9"), "2"), "Discord's accounts belong to no server"
    assert not is_guest(Caller("slack", "T1:U1", None), "T2:U2"), "in a direct message nobody is a guest"


def test_a_guest_who_joins_reads_that_the_chapter_is_theirs_everywhere() -> None:
    joined = Joined(Place("p", "East", "o", "Harbor"))
    for tag in list_catalogs():
        words = load_words(tag)
        callers = (Caller("slack", "T1:U1", "T1"), Caller("slack", "T2:U1", "T1"))
        asked = [Invocation(Envelope("r", 0, one), Reach(), words) for one in callers]
        own, guest = [strip_markup(draw_joined_card(inv, joined).body) for inv in asked]
        assert guest == f"{own}\n\n{words.t('chapter.joined_guest')}", tag
