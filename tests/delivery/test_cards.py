"""Alert cards at their largest: everything that can be on one fits every platform."""

from collections import Counter
from dataclasses import replace

import pytest

from bot.cogs.alerts.alert_cards import draw_cancel_card, draw_detail_card, draw_preview_card, draw_review_card
from bot.cogs.alerts.alert_list import ROWS, list_card
from bot.cogs.alerts.channel_access import AccessReport
from bot.cogs.alerts.posted_card import describe_test, draw_overdue_card, draw_posted_card, draw_test_card
from bot.core.alerts.alert_drafts import FormEntry, SavedDraft
from bot.core.alerts.alert_list import AlertPage, Incoming, Listed, Part
from bot.core.alerts.alert_reader import AlertDetail, AlertProgress, Trouble
from bot.core.alerts.alert_text import MOST, check_words
from bot.core.alerts.alerts import Preview
from bot.core.alerts.posting.card_snapshot import CampaignNumbers, CardSnapshot, Kind, TimeLeft
from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.core.alerts.posting.delivery_times import PostTime
from bot.core.base.statuses import AlertStatus, CampaignState, DeliveryStatus
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.audience import Audience
from bot.core.outbox.overdue_alerts import OverdueAlert
from bot.errors import UserError
from bot.identity import Caller
from bot.kit.cards.markup import Markup, measure_cost, parse, strip_markup
from bot.kit.cards.outbound import Later, Posted, Refusal, Refused, Unknown
from bot.kit.i18n import load_words
from bot.moments import Moment
from tests.core.postcards.support import LINES
from tests.services import HOURS, MONDAY, ZONE, campaign

ENGLISH = load_words("en")
ID = "0190b1c2-aaaa-7bbb-8ccc-0123456789ab"
REFUSED = Refused(Refusal.FORBIDDEN, "Send Messages in Threads")
ZONES = (ZONE, "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu")


LEFT = (TimeLeft(None, 0), TimeLeft(None, 1), TimeLeft(2, 50))


def find_longest(character: str) -> str:
    """The longest alert of one character."""
    for count in range(MOST, 0, -50):
        try:
            return check_words(character * count, (), measure_cost)
        except UserError:  # still too long
            continue
    raise AssertionError(character)


def snapshot(text: str, state: CampaignState = CampaignState.OPEN) -> CardSnapshot:
    file = replace(campaign("vof", "goal: 1000000"), title={"en": "T" * 100})
    return CardSnapshot(
        Kind.ALERT,
        text,
        Campaign(file, "open", ZONE, None, MONDAY),
        state,
        CampaignNumbers(999_999, 999_999, 999, 999_999),
        TimeLeft(None, 12),
        corrected=True,
    )


ANA = Caller("discord", "1", "2")


def target(number: int) -> TargetChannel:
    slot = PostTime(MONDAY + number * HOURS, quiet=number % 2 == 0, full=number % 3 == 0)
    return TargetChannel("*" * 80, ("discord", "slack")[number % 2], "s", str(number), ZONES[number % 6], slot)


def make_progress(text: str, standing: AlertStatus = AlertStatus.GOING) -> AlertProgress:
    counts = Counter(dict.fromkeys(DeliveryStatus, 100_000))
    return AlertProgress(ID, "ABCD-EFGH", None, text, standing, "late", Moment(MONDAY, ZONE), counts)


@pytest.mark.parametrize("character", ["a", "*", "&", "選", "🕊"])
def test_the_largest_fit(character: str) -> None:
    text, targets = find_longest(character), tuple(target(number) for number in range(500))
    for state in CampaignState:
        assert text in strip_markup(draw_posted_card(ENGLISH, snapshot(text, state), ID, None).body)
    audience = Audience(tuple("o" * 3), ("CA", "DC"))
    preview = Preview(ID, snapshot(text), Moment(MONDAY, ZONE), audience, ("*" * 80,) * 40, (), targets)
    reached = AccessReport(tuple((one, REFUSED) for one in targets[:50]), 450, 450)
    card = draw_preview_card(ENGLISH, preview, reached, tested=describe_test(ENGLISH, Unknown()))
    assert [button.route for button in card.buttons] == [
        "alert.confirm",
        "alert.test",
        "alert",
        "alert.translation",
        "alert.show",
        "alert.discard",
    ]
    draw_preview_card(
        ENGLISH, replace(preview, chapters=("*" * 122,) * 40), reached, tested=describe_test(ENGLISH, Unknown())
    )
    unknown = DeliveryStatus.UNKNOWN
    troubles = tuple(Trouble(f"{ID}{n}", "*" * 80, "discord", unknown, None, None, "*" * 80) for n in range(20))
    for standing in AlertStatus:
        draw_detail_card(ENGLISH, AlertDetail(make_progress(text, standing), troubles), ANA)
        draw_cancel_card(ENGLISH, AlertDetail(make_progress(text, standing), troubles), ANA)
    typed = FormEntry("alert", text * 2, character * 3000, "soon", "all")
    drafts = [replace(make_progress(text, AlertStatus.DRAFT), id=f"{ID}{number}") for number in range(ROWS)]
    refused = [SavedDraft(f"{number:016}", None, typed, MONDAY) for number in range(ROWS)]
    incoming = [Incoming(make_progress(text), character * 60) for _ in range(ROWS)]
    for entries in (drafts, refused, incoming):
        listed = tuple(map(Listed, tuple(Part) * (ROWS // len(Part)), entries))
        list_card(ENGLISH, AlertPage(listed, 5, 10_000), {}, ZONE, ANA)


def test_the_last_hour_is_never_zero_hours() -> None:
    notes = {
        left: strip_markup(draw_posted_card(ENGLISH, replace(snapshot("Call"), left=left), ID, None).note)
        for left in LEFT
    }
    assert notes[LEFT[0]].startswith("Less than an hour left.")
    assert notes[LEFT[1]].startswith("1 hour left.")
    assert notes[LEFT[2]].startswith("2 days left.")


def test_when_an_alert_goes_out_is_an_instant_and_the_channels_times_are_on_their_own_clocks() -> None:
    preview = Preview(
        ID, snapshot("Call"), Moment(MONDAY, ZONE), Audience(everyone=True), (), (), (target(1), target(2))
    )
    when = next(fact for fact in draw_preview_card(ENGLISH, preview, AccessReport((), 0)).facts if fact.label == "When")
    first, *others = parse(Markup(when.value))
    assert [span.instant for span in first.spans if span.instant]
    assert others
    assert not [span for block in others for span in block.spans if span.instant]


@pytest.mark.parametrize(
    ("at", "own", "clock"),
    [
        (Moment(MONDAY, "America/Denver"), "America/Los_Angeles", "Mountain"),  # as it was typed
        (None, "America/Los_Angeles", "Pacific"),
        (None, None, "Eastern"),
    ],
)
def test_the_preview_uses_one_clock(at: Moment | None, own: str | None, clock: str) -> None:
    slots = [PostTime(MONDAY + hour * HOURS, quiet=hour > 0) for hour in range(3)]
    targets = tuple(replace(target(1), zone="America/New_York", time=slot) for slot in slots)
    preview = Preview(ID, snapshot("Call"), at, Audience(everyone=True), (), (), targets)
    card = draw_preview_card(load_words("en", own_zone=own), preview, AccessReport((), 0))
    times = next(fact for fact in card.facts if fact.label == "When").text
    assert times.count(f"{clock} time") == times.count(" time") == (3 if at else 2)


@pytest.mark.parametrize(("closes", "late"), [(None, 0), (-1, 2), (0, 2), (1, 1), (3, 0)])
def test_the_preview_says_which_channels_have_their_turn_once_the_campaign_has_closed(
    closes: int | None, late: int
) -> None:
    """Hours from now until one channel's quiet hours end; the other's full day ends an hour later."""
    slots = (PostTime(MONDAY, quiet=True, full=False), PostTime(MONDAY + HOURS, quiet=False, full=True))
    targets = tuple(replace(target(1), time=slot) for slot in slots)
    shown = snapshot("Call")
    shut = None if closes is None else MONDAY + closes * HOURS
    shown = replace(shown, campaign=Campaign(shown.campaign.file, "open", ZONE, None, shut))
    preview = Preview(ID, shown, Moment(MONDAY, ZONE), Audience(everyone=True), (), (), targets)
    when = next(
        fact for fact in draw_preview_card(ENGLISH, preview, AccessReport((), 0)).facts if fact.label == "When"
    ).text
    assert when.count("only once the campaign has closed") == late


@pytest.mark.parametrize(("sent", "words"), [(0, "It was posted nowhere."), (3, "Where it was posted already")])
def test_an_alert_canceled_before_posting_says_so(sent: int, words: str) -> None:
    canceled = replace(
        make_progress("Call", AlertStatus.CANCELLED),
        counts=Counter({DeliveryStatus.SENT: sent, DeliveryStatus.CANCELLED: 2}),
    )
    assert words in strip_markup(draw_detail_card(ENGLISH, AlertDetail(canceled, ()), ANA).body)


SEND, SHOW, CANCEL = "alert.send_now", "alert.show", "alert.cancelled"


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize(
    ("reasons", "routes", "sentence"),
    [
        (("late", "lapsed", "reopened"), [SEND, CANCEL], "Send it now, or cancel it?"),
        (("paused", "closed", "upcoming"), [SHOW, CANCEL], "Once the campaign is open, tap See its status to send it."),
        (("gone", "shut"), [CANCEL], "can't be sent anymore"),
    ],
)
def test_a_held_alerts_buttons_and_sentences_say_the_same(
    reasons: tuple[str, ...], routes: list[str], sentence: str, own: bool
) -> None:
    for why in reasons:
        asked = draw_overdue_card(ENGLISH, OverdueAlert(ID, why, snapshot("Call"), 3, (), None, own))
        assert [button.route for button in asked.buttons] == routes
        assert sentence in strip_markup(asked.body)
        held = replace(make_progress("Call", AlertStatus.HELD), hold_reason=why)
        detail = draw_detail_card(ENGLISH, AlertDetail(held, ()), ANA)
        assert [button.route for button in detail.buttons] == [route for route in routes if route != SHOW]
        assert "Held back." in strip_markup(detail.body)


@pytest.mark.parametrize("state", CampaignState)
def test_a_message_to_look_at_says_whether_its_buttons_count(state: CampaignState) -> None:
    with_postcard = campaign("vof", *LINES)
    for shown, words in (
        (snapshot("Call", state), "A call that you log with them counts."),
        (
            replace(snapshot("Call", state), campaign=Campaign(with_postcard, "open", ZONE, None, MONDAY)),
            "so does a postcard that you send.",
        ),
    ):
        card = draw_test_card(ENGLISH, shown, ID, None)
        assert "Only you got this message" in strip_markup(card.note)
        assert (words in strip_markup(card.note)) is ("alert.log" in {one.route for one in card.buttons})


@pytest.mark.parametrize("character", ["a", "*", "選"])
def test_an_approver_sees_the_whole_alert_and_its_author_that_it_waits(character: str) -> None:
    """Words, audience, reach, times and who wrote it; a button that would refuse its presser isn't shown."""
    ana, bo = Caller("discord", "1", "2"), Caller("discord", "3", "2")
    audience, targets = Audience(everyone=True), tuple(target(number) for number in range(40))
    at, author = Moment(MONDAY, ZONE), (("discord", "1"),)
    preview = Preview(ID, snapshot(find_longest(character)), at, audience, (), (), targets, author)
    reached = AccessReport(tuple((one, REFUSED) for one in targets[:3]), 0)
    theirs = draw_review_card(ENGLISH, preview, reached, bo)
    assert [button.route for button in theirs.buttons] == ["alert.release", "alert.ask"]
    assert [fact.label for fact in theirs.facts[-5:]] == ["For", "When", "Channels", "Can't be reached", "Written by"]
    [block] = parse(Markup(theirs.facts[-1].value))
    assert [span.mention for span in block.spans] == ["1"]
    own = draw_review_card(ENGLISH, preview, reached, ana)
    assert [button.route for button in own.buttons] == ["alert.ask"]
    assert "Waiting for another admin" in strip_markup(own.note)
    elsewhere = draw_review_card(ENGLISH, preview, reached, Caller("slack", "T1:U1", "T1"))
    assert "somebody on Discord (…1)" in elsewhere.facts[-1].text
    hidden = draw_review_card(ENGLISH, preview, reached, Caller("slack", "T1:U1", "T1"), is_admin=False)
    assert "somebody elsewhere" in hidden.facts[-1].text


def test_an_answer_about_a_test_message_names_only_what_its_reader_cannot_mend() -> None:
    for result, key, reason in (
        (Posted("1"), "tested", None),
        (Unknown(), "untested", None),
        (Later(5.0), "untested", None),
        (Refused(Refusal.UNREACHABLE), "untested", None),
        (Refused(Refusal.SCOPE, "im:write"), "untested_why", "refusal.scope"),
        (Refused(Refusal.REMOVED), "untested_why", "refusal.removed"),
    ):
        params = {"reason": ENGLISH.t(reason, permission="im:write")} if reason else {}
        assert describe_test(ENGLISH, result) == ENGLISH.m(f"alert.preview.{key}", **params)
