"""The cards on the way to a postcard: what it is, the question about status words, the preview, the receipt."""

from collections.abc import Collection, Sequence

from bot.cogs.shared.card_parts import draw_all_postcards, draw_script_button, translate_title
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.links import choose_domains, draw_link
from bot.cogs.shared.new_lines import choose_place_form, choose_sentence
from bot.core.campaign_files.campaign_file import Action, find_text
from bot.core.campaigns.campaigns import Campaign
from bot.core.postcards.postcards import PostcardReceipt, UndoneReceipt
from bot.core.postcards.unsent_postcards import UnsentPostcard, make_topic
from bot.kit.cards.attachments import Image
from bot.kit.cards.markup import Markup, escape, join, quote
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Fact, Question, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

WRITE = "postcard.write"  # the form
MOST_BEGINNINGS = 3


def draw_start_card(
    inv: Invocation,
    campaign: Campaign,
    postcard: Action,
    offices: Sequence[str],
    beginnings: Sequence[str],
    is_unknown: bool,
    doubt: Markup,
    *,
    has_maps: bool,
) -> Card:
    """What a postcard is, who gets it, and what happens with it, with beginnings to choose from.

    ``is_unknown``: nobody knows yet who represents the writer. ``doubt`` says that a name may be wrong. ``has_maps``:
    ZIP codes can be looked up.
    """
    words = inv.words
    unknown_place = words.m(choose_sentence("postcard.unknown_place", has_maps=has_maps))
    lines = [
        words.m("postcard.beginning", number=number, text=text)
        for number, text in enumerate(beginnings[:MOST_BEGINNINGS], 1)
    ]
    offered = (words.m("postcard.beginnings"), join(*lines, between="\n")) if lines else ()
    own = Button(words.t("postcard.button.write"), WRITE, {"campaign": campaign.id}, Style.PRIMARY)
    starts = tuple(
        Button(
            words.t("postcard.button.begin", number=number),
            WRITE,
            {"campaign": campaign.id, "beginning": str(number)},
        )
        for number in range(1, len(lines) + 1)
    )
    return Card(
        find_text(postcard.title, inv.language),
        join(
            words.m("postcard.paused") if inv.suspended else Markup(),
            words.m("postcard.campaign", title=translate_title(inv, campaign.file)),
            words.m("postcard.intro", offices=words.list(offices)),
            doubt,
            words.m("postcard.honest", count=len(offices)),
            *offered,
            unknown_place if is_unknown else Markup(),
        ),
        buttons=(own, *starts, *((_find_button(words, campaign.id, has_maps=has_maps),) if is_unknown else ())),
    )


def draw_unknown_card(words: Words, campaign: str, *, has_maps: bool) -> Card:
    """Ask where somebody lives: without that, nobody knows whose postcard it is."""
    body = words.m(choose_sentence("postcard.nobody", has_maps=has_maps))
    return Card(body=body, buttons=(_find_button(words, campaign, has_maps=has_maps),))


def draw_outside_card(inv: Invocation, campaign: Campaign, postcard: Action, domains: Collection[str]) -> Card:
    """A postcard on another website: the way there, and the button that says it was sent."""
    words, where = inv.words, {"campaign": campaign.id, "link": postcard.key}
    name = find_text(postcard.title, inv.language)
    link = draw_link(words, name, postcard.url, choose_domains(campaign, domains), "link.opened", where)
    body = words.m("postcard.outside")
    if link is None:
        body = join(body, escape(postcard.url or ""))
    room = BUTTON_LABEL - len(words.t("actions.sent", title=""))
    sent = Button(words.t("actions.sent", title=shorten(name, room)), "link.done", where)
    return Card(name, body, buttons=(sent,), links=(link,) if link else ())


def draw_status_question(words: Words, draft: str, campaign: str, text: str, removes: str) -> Card:
    """Ask once, kindly, about words that seem to tell somebody's status."""
    question = Question(
        words.m("postcard.status"),
        (
            Button(words.t("postcard.button.keep"), "postcard.preview", {"draft": draft}),
            _change_button(words, draft, campaign),
            _draw_not_now_button(words, draft),
        ),
    )
    return Card(words.t("postcard.title.look"), quote(text), question=question, removes=make_topic(removes))


def draw_preview_card(
    words: Words, draft: str, unsent: UnsentPostcard, offices: Sequence[str], picture: Image, removes: str
) -> Card:
    """The postcard as it will be printed, with what to do about it."""
    send = Button(words.t("postcard.button.send"), "postcard.send", {"draft": draft}, Style.PRIMARY)
    return Card(
        words.t("postcard.title.preview"),
        join(
            words.m("postcard.preview", count=len(offices), offices=words.list(offices)),
            words.m("postcard.honest", count=len(offices)),
        ),
        image=picture,
        buttons=(send, _change_button(words, draft, unsent.campaign), _draw_not_now_button(words, draft)),
        removes=make_topic(removes),
    )


def draw_receipt_card(inv: Invocation, receipt: PostcardReceipt, names: Names, draft: str) -> Card:
    """Say to whom a postcard goes and what happens next."""
    words, campaign = inv.words, receipt.campaign
    sent = [names.name_office(words, campaign, one.slot) for one in receipt.sent]
    already = [names.name_office(words, campaign, slot) for slot in receipt.already]
    undo = tuple(
        Button(
            shorten(words.t("postcard.button.undo", office=office), BUTTON_LABEL),
            "postcard.undo",
            {"postcard": one.id},
            Style.DANGER,
        )
        for one, office in zip(receipt.sent, sent, strict=True)
    )
    references = words.list(one.reference for one in receipt.sent)
    return Card(
        words.t("postcard.title.sent" if sent else "postcard.title.had"),
        join(
            words.m("postcard.sent", offices=words.list(sent)) if sent else Markup(),
            words.m("postcard.already", offices=words.list(already)) if already else Markup(),
            words.m("postcard.next") if sent else Markup(),
        ),
        facts=_draw_totals(words, receipt.own, receipt.coalition),
        buttons=(draw_script_button(inv, campaign), *undo),
        note=words.m("postcard.reference", count=len(receipt.sent), references=references) if sent else Markup(),
        removes=make_topic(draft),
    )


def draw_undone_card(inv: Invocation, undone: UndoneReceipt, names: Names) -> Card:
    """Say that a postcard was taken back."""
    words = inv.words
    office = names.name_office_inline(words, undone.campaign, undone.slot)
    return Card(
        words.t("postcard.title.undone"),
        words.m("postcard.undone_already" if undone.already else "postcard.undone", office=office),
        facts=_draw_totals(words, undone.own, undone.coalition),
        buttons=(Button(words.t("postcard.button.again"), "postcard", {"campaign": undone.campaign}),),
    )


def draw_all_sent_card(inv: Invocation, campaign: str) -> Card:
    """Say that everybody on somebody's list has a postcard of theirs."""
    return Card(body=inv.words.m("postcard.have_all"), buttons=(draw_script_button(inv, campaign),))


def _draw_totals(words: Words, own: int, everybody: int) -> tuple[Fact, ...]:
    """A person's own postcards and everybody's, in the campaign."""
    return (
        Fact(words.t("postcard.own"), words.format_number(own)),
        draw_all_postcards(words, everybody),
    )


def draw_gone_card(words: Words) -> Card:
    """Say that nothing was kept, and lead back."""
    return Card(body=words.m("postcard.gone"), buttons=(Button(words.t("postcard.button.again"), "postcard"),))


def draw_left_card(words: Words, draft: str) -> Card:
    """Say that nothing was kept of what somebody wrote."""
    again = Button(words.t("postcard.button.again"), "postcard")
    return Card(body=words.m("postcard.left"), buttons=(again,), removes=make_topic(draft))


def _find_button(words: Words, campaign: str, *, has_maps: bool) -> Button:
    form = choose_place_form(has_maps=has_maps)
    return Button(words.t("script.button.find.representative"), form, {"campaign": campaign})


def _change_button(words: Words, draft: str, campaign: str) -> Button:
    return Button(words.t("postcard.button.change"), WRITE, {"campaign": campaign, "draft": draft})


def _draw_not_now_button(words: Words, draft: str) -> Button:
    return Button(words.t("postcard.button.not_now"), "postcard.leave", {"draft": draft})
