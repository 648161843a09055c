"""The card after logging a call: what was logged, the new totals, and the next steps."""

from collections.abc import Mapping, Sequence

from bot.cogs.calls.campaign_question import (
    draw_further_buttons,
    write_campaign_line,
    write_office_line,
    write_other_day,
)
from bot.cogs.calls.positions import ask_question
from bot.cogs.calls.unavailable_reason import ask_reason, draw_again_buttons, draw_another_buttons, write_another
from bot.cogs.shared.card_parts import (
    AGAIN,
    draw_everyone,
    draw_postcard_buttons,
    draw_script_button,
    draw_share_button,
    draw_undo_button,
)
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.new_lines import draw_zip_buttons, write_new_lines
from bot.core.base.ids import format_reference
from bot.core.calls.call_moves import OfficeChange
from bot.core.calls.calls import Receipt
from bot.core.campaign_files.campaign_file import Ask, CampaignFile
from bot.core.directory.members import VOTELESS
from bot.core.totals.counting import Day, LogStatus, Outcome
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Fact, Question
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation


def draw_receipt_card(
    inv: Invocation, receipt: Receipt, day: Day, files: Mapping[str, CampaignFile], names: Names
) -> Card:
    """The card that says what was logged for ``day``, with the new totals and the next steps."""
    file = files[receipt.campaign]
    words = inv.words
    if receipt.kind is LogStatus.ALL_DONE:
        return _draw_all_done_card(inv, receipt, day, names, files)
    outcome = words.label("why", receipt.why) if receipt.why else words.label("outcome", receipt.outcome)
    attempt = receipt.kind is LogStatus.LOGGED and not receipt.outcome.completed
    name = "attempt" if attempt else receipt.kind.value
    sentence = _choose_sentence(receipt, name)
    name_office = names.name_office_inline if sentence == "upgraded" else names.name_office
    office = name_office(words, receipt.campaign, receipt.slot, receipt.title)
    another = names.find_office(receipt.another) if receipt.another else None
    at_home, washington = write_office_line(inv, receipt, names)
    further = _find_further(receipt, files)
    return Card(
        title=words.t(_find_key(words, day, f"title.{name}")),
        body=join(
            join(words.m(_find_key(words, day, sentence), outcome=outcome, office=office), at_home, between=" "),
            write_campaign_line(inv, receipt, file),
            write_other_day(inv, receipt, day, file),
            write_another(words, another),
            Markup() if attempt else _write_progress(words, receipt, day),
            words.m("log.further") if further else Markup(),
            words.m(f"congress.{receipt.ended}") if receipt.ended else Markup(),
            write_new_lines(words, receipt.asked),
        ),
        facts=_draw_facts(inv, receipt, file.goal),
        buttons=(
            *draw_another_buttons(inv, receipt.campaign, another),
            *draw_further_buttons(inv, further),
            *draw_zip_buttons(words, receipt.asked, receipt.campaign),
            *_draw_buttons(inv, receipt, file),
            *washington,
        ),
        note=words.m("log.reference", reference=receipt.reference),
        question=_ask(inv, receipt, file),
    )


def _ask(inv: Invocation, receipt: Receipt, file: CampaignFile) -> Question | None:
    """What is asked after a call: why it didn't get through, or what the office said."""
    if receipt.outcome is Outcome.UNAVAILABLE:
        return None if receipt.why else ask_reason(inv, receipt.call_id)
    asks = file.asks if receipt.outcome is Outcome.SPOKE else ()
    return ask_question(inv, receipt.call_id, asks, receipt.title in VOTELESS)


def draw_office_card(inv: Invocation, changed: OfficeChange, asks: Sequence[Ask], names: Names) -> Card:
    """The card after a call was moved to another office of the same member, with the receipt's question again."""
    words, call, slot = inv.words, changed.call_id, changed.slot
    question, tried = None, changed.outcome is Outcome.UNAVAILABLE
    if tried:
        question = None if changed.why else ask_reason(inv, call)
    elif changed.outcome is Outcome.SPOKE:
        question = ask_question(inv, call, asks, names.has_no_vote(slot))
    return Card(
        words.t("log.title.office"),
        words.m(
            "log.office_tried" if tried else "log.office_changed",
            office=names.name_office_inline(words, changed.campaign, slot),
        ),
        buttons=(draw_script_button(inv, changed.campaign), draw_undo_button(words, call)),
        note=words.m("log.reference", reference=format_reference(call)),
        question=question,
    )


def _choose_sentence(receipt: Receipt, name: str) -> str:
    """The sentence under the title ``name``. It never says that an attempt counts, even a repeated one."""
    if name == "attempt" and receipt.next_slot is None:
        return "attempt_last"
    return "same_attempt" if receipt.kind is LogStatus.SAME and not receipt.outcome.completed else name


def _find_further(receipt: Receipt, files: Mapping[str, CampaignFile]) -> tuple[CampaignFile, ...]:
    return tuple(files[one] for one in receipt.further if one in files)


def _write_progress(words: Words, receipt: Receipt, day: Day) -> Markup:
    """How many of the day's offices the caller has called, with thanks after the last."""
    if receipt.used_up:
        return words.m(_find_key(words, day, "used_up"))
    if not receipt.done:  # only tries so far
        return Markup()
    name = "left" if receipt.done < receipt.targets else "thanks_in" if receipt.others else "thanks"
    return words.m(_find_key(words, day, name), done=receipt.done, count=receipt.targets)


def _draw_facts(inv: Invocation, receipt: Receipt, target: int | None) -> tuple[Fact, ...]:
    words = inv.words
    own, total = (
        Fact(words.t("log.own"), words.format_number(receipt.own)),
        draw_everyone(words, receipt.coalition, target),
    )
    if receipt.chapter is None:
        return (own, total)
    return (own, Fact(receipt.chapter, words.format_number(receipt.chapter_total)), total)


def _draw_buttons(inv: Invocation, receipt: Receipt, file: CampaignFile) -> tuple[Button, ...]:
    onward = (draw_script_button(inv, receipt.campaign, receipt.next_slot),) if receipt.next_slot else ()
    is_thanked = receipt.done >= receipt.targets and receipt.outcome.completed
    share = (
        (draw_share_button(inv.words, receipt.campaign), *draw_postcard_buttons(inv.words, file)) if is_thanked else ()
    )
    return (
        *onward,
        *share,
        *draw_again_buttons(inv.words, receipt.campaign, receipt.slot, receipt.another),
        draw_undo_button(inv.words, receipt.call_id),
    )


def _find_key(words: Words, day: Day, name: str) -> str:
    """The key of a receipt's sentence; for yesterday, its variant if there is one."""
    variant = f"log.yesterday.{name}"
    return variant if day is Day.YESTERDAY and words.has(variant) else f"log.{name}"


def _draw_all_done_card(
    inv: Invocation, receipt: Receipt, day: Day, names: Names, files: Mapping[str, CampaignFile]
) -> Card:
    words, campaign, further = inv.words, receipt.campaign, _find_further(receipt, files)
    buttons = tuple(
        Button(
            names.name_office(words, campaign, slot, receipt.title),
            "script.show",
            {"campaign": campaign, "office": slot},
        )
        for slot in (receipt.slots[:AGAIN] if day is Day.TODAY else ())  # these buttons log for today
    )
    title, sentence = (
        _find_key(words, day, name) for name in ("title.all_done", "used_up" if receipt.used_up else "all_done")
    )
    body = join(
        words.m(sentence),
        write_campaign_line(inv, receipt, files[campaign]),
        words.m("log.further") if further else Markup(),
    )
    facts = _draw_facts(inv, receipt, files[campaign].goal)
    return Card(words.t(title), body, facts, buttons=(*draw_further_buttons(inv, further), *buttons))
