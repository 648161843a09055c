"""The functions that draw what nobody asked for just now. They load with the first such card."""

from bot.cogs.alerts.alert_notices import draw_notice_card
from bot.cogs.alerts.posted_card import draw_overdue_card, draw_posted_card
from bot.cogs.coalition.role import draw_lost_role_card
from bot.cogs.handover.approval import draw_change_notice_card
from bot.cogs.moderation.name import draw_waiting_card
from bot.cogs.postcards.handing_over import draw_postcard_notice
from bot.cogs.reminders.remind import draw_due_reminder
from bot.cogs.reports.day_card import draw_sent_reports_card
from bot.cogs.shared.display_names import Names
from bot.core.build import Core
from bot.core.postcards.postcard_notices import PostcardNotice
from bot.delivery.drawing import UnaskedCards
from bot.kit.cards.reply import Card
from bot.kit.i18n import Words


def make_unasked_cards(core: Core) -> UnaskedCards:
    """The functions that draw what nobody asked for just now."""

    def draw_notice(words: Words, notice: PostcardNotice) -> Card:
        files = core.campaigns.campaigns.files
        names = Names(core.congress.get_sitting(core.base.clock()), files, core.statehouses.last_directory)
        return draw_postcard_notice(words, notice, names, files.get(notice.campaign))

    return UnaskedCards(
        post=draw_posted_card,
        reminder=draw_due_reminder,
        notice=draw_notice_card,
        waiting_names=draw_waiting_card,
        question=draw_overdue_card,
        sent_reports=draw_sent_reports_card,
        change=draw_change_notice_card,
        postcard=draw_notice,
        lost_role=draw_lost_role_card,
    )
