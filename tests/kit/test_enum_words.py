"""Sentences whose key ends in a member of an enum: each member has one, so a new member can't fail when it is shown."""

from collections.abc import Iterable
from enum import StrEnum

import pytest

from bot.cogs.coalition.role import Post
from bot.core.alerts.notices import NoticeKind
from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.base.statuses import AlertStatus, CampaignState, NameStatus
from bot.core.boards.board_view import Board, Period
from bot.core.calls.positions import Position
from bot.core.campaigns.campaign_search import Use
from bot.core.campaigns.lifecycle import Move
from bot.core.directory.members import Title
from bot.core.directory.offices.office_hours import Hours
from bot.core.guidance.phone_lines import UnavailableReason
from bot.core.moderation.cleaning import Span
from bot.core.moderation.moderation import Reason
from bot.core.moderation.name_review import NamePolicy, NameReason
from bot.core.totals.counting import Day, LogStatus, Outcome
from bot.kit.cards.outbound import Refusal
from bot.kit.i18n import load_words

EN = load_words("en")

# The members that never reach a sentence, because the code shows something else for them.
FAMILIES: list[tuple[str, Iterable[StrEnum], set[StrEnum]]] = [
    ("refusal.{}", Refusal, set()),
    ("board.head.{}", Period, set()),
    ("board.coalition.{}", Period, set()),
    ("board.more.{}", Board, set()),
    ("script.hours.{}", Hours, set()),
    ("script.steered.{}", UnavailableReason, set()),
    ("lifecycle.now.{}", CampaignState, set()),
    ("lifecycle.already.{}", Move, set()),
    ("lifecycle.done.{}", Move, set()),
    ("lifecycle.button.{}", Move, set()),
    ("campaign.upcoming.{}", Use, set()),
    ("campaign.paused.{}", Use, set()),
    ("campaign.closed.{}", Use, set()),
    ("campaign.closed_alone.{}", Use, set()),
    ("alert.standing.{}", AlertStatus, {AlertStatus.GOING}),
    ("alert.told.{}", Kind, {Kind.ALERT}),
    ("alert.notice.{}.title", NoticeKind, set()),
    ("alert.notice.{}.body", NoticeKind, set()),
    ("log.title.{}", LogStatus, set()),
    ("log.{}", LogStatus, set()),
    ("profile.name_{}", NameStatus, {NameStatus.SHOWN}),
    ("report.outcome.{}", Outcome, set()),
    ("choice.outcome.{}", Outcome, set()),
    ("choice.day.{}", Day, set()),
    ("choice.board.{}", Board, set()),
    ("choice.period.{}", Period, set()),
    ("choice.state.{}", CampaignState, set()),
    ("choice.position.{}", Position, set()),
    ("choice.answer.{}", Position, set()),
    ("choice.span.{}", Span, set()),
    ("choice.reason.{}", Reason, set()),
    ("choice.namereason.{}", NameReason, set()),
    ("choice.namepolicy.{}", NamePolicy, set()),
    ("choice.post.{}", Post, set()),
    ("choice.why.{}", UnavailableReason, set()),
    ("choice.title.{}", Title, set()),
]


@pytest.mark.parametrize(("key", "enum", "never"), FAMILIES, ids=[key for key, *_ in FAMILIES])
def test_every_member_has_its_sentence(key: str, enum: Iterable[StrEnum], never: set[StrEnum]) -> None:
    assert [one for one in enum if one not in never and not EN.has(key.format(one))] == []
