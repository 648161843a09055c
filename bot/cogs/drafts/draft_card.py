"""The card of a draft: what is there, what is missing, and a button for each part."""

from collections.abc import Sequence
from types import MappingProxyType

from bot.cogs.drafts.draft_troubles import draw_troubles
from bot.cogs.drafts.effects import describe_author, draw_effect
from bot.cogs.drafts.near_dates import list_mending_buttons
from bot.cogs.drafts.own_fields import show_fields
from bot.cogs.shared.card_parts import describe_window
from bot.cogs.shared.translation_states import draw_outdated
from bot.core.calls.previews import DRAFT
from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.entry_text import read_text, split_lines
from bot.core.draft_parts.script_part import EVERYONE, list_scripts
from bot.core.draft_parts.target_names import drop_id
from bot.core.draft_parts.target_part import Targets
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.draft_search import name_draft
from bot.core.times.typed_time import parse_clock
from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Fact, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.roles import Role

_TITLE = 90  # characters of a card's title
_VALUE = 200  # characters of a fact
_NAMED = 4  # members, offices or hashtags that a fact names

# The buttons of the parts, in the order in which a campaign is written, and the routes they lead to.
_BUTTONS = MappingProxyType(
    {
        "basics": "draft.basics",
        "script": "draft.scripts",
        "ask": "draft.asks",
        "targets": "draft.targets",
        "facts": "draft.facts",
        "goal": "draft.goal",
        "rhythm": "draft.rhythm",
        "links": "draft.links",
        "postcard": "draft.postcard",
        "why": "draft.why",
        "answers": "draft.answers",
        "languages": "draft.languages",
    }
)


def draw_draft_card(inv: Invocation, view: DraftView, done: Markup | None = None) -> Card:
    """A draft as the people who write it see it. ``done`` says what just happened."""
    words, draft = inv.words, view.draft
    return Card(
        title=shorten(words.t("draft.title", title=name_draft(draft)), _TITLE),
        body=join(
            done or Markup(),
            draw_troubles(words, view),
            draw_effect(inv, view),
            draw_outdated(words, view.campaign) if view.campaign else Markup(),
            describe_author(inv, view),
        ),
        facts=tuple(_list_facts(words, view, inv.at)),
        buttons=(*list_mending_buttons(words, view), *_list_part_buttons(inv, view), *_list_last_buttons(words, view)),
        note=words.m("draft.note_new" if draft.is_new else "draft.note_edit"),
    )


def name_script(words: Words, tag: str, whom: str, entries: Entries) -> str:
    """A script's language, and whom it is for unless that is everyone."""
    language = words.label("language", tag)
    if whom == EVERYONE:
        return language
    return words.t("draft.script_for", language=language, whom=name_whom(words, whom, entries))


def name_whom(words: Words, whom: str, entries: Entries) -> str:
    """Whom a text is for, such as "House members" or "after “yes” to question 1"."""
    chamber, _, about = whom.rpartition("/") if ":" in whom else (whom, "", "")
    if not about:
        return words.label("whom", chamber)
    ask, _, position = about.rpartition(":")
    keys = [one.get("key") for one in entries.get("asks", ())]
    number = keys.index(ask) + 1 if ask in keys else 0
    after = words.t("draft.after", position=words.label("position", position), number=number)
    return words.list([words.label("whom", chamber), after]) if chamber else after


def draw_draft_button(
    words: Words, label: str, route: str, draft: str, style: Style = Style.PLAIN, **args: str
) -> Button:
    """A button of a draft. ``label`` is a key below ``draft.button``."""
    return Button(words.t(f"draft.button.{label}"), route, {"draft": draft, **args}, style)


def mark_seen(draft: Draft) -> dict[str, str]:
    """What a button to publish says of the draft that its reader sees."""
    return {"seen": str(draft.updated_at)}


def _list_facts(words: Words, view: DraftView, now: int) -> list[Fact]:
    entries = view.draft.entries
    owner = words.t("draft.coalition") if view.draft.org is None else view.draft.org
    if view.draft.org and entries.get("audience") != "org":
        owner = words.t("draft.for_all", org=owner)
    values: list[tuple[str, str | Markup]] = [
        ("dates", _describe_dates(words, view, now)),
        ("scripts", words.list(name_script(words, *one, entries) for one in list_scripts(entries))),
        ("asks", _count(words, entries, "asks")),
        ("facts", _count(words, entries, "facts")),
        ("targets", _describe_targets(words, view)),
        ("goal", _describe_goal(words, entries)),
        ("why", _describe_why(words, entries)),
        ("rhythm", _describe_rhythm(words, entries)),
        ("links", words.list(read_text(one.get("title"), "en") for one in entries.get("actions", ()))),
        ("owner", owner),
    ]
    return [Fact(words.t(f"draft.fact.{name}"), _fit(words, value)) for name, value in values]


def _fit(words: Words, value: str | Markup) -> str | Markup:
    return value if isinstance(value, Markup) else shorten(value or words.t("draft.nothing"), _VALUE)


def _describe_dates(words: Words, view: DraftView, now: int) -> str | Markup:
    campaign, entries = view.window, view.draft.entries
    if campaign is None:
        typed: dict[str, str] = {one: str(entries[one]) for one in ("opens", "closes", "timezone") if one in entries}
        return words.list(show_fields(words, typed).values()) or words.t("draft.no_dates")
    return describe_window(words, campaign, now)


def _describe_rhythm(words: Words, entries: Entries) -> str:
    """That there are automatic posts, and when the day's numbers come: a form may have been told no half of the day."""
    rhythm = entries.get("rhythm") or {}
    try:
        summary = words.format_time(parse_clock(str(rhythm.get("day_summary", "")), ""))
    except UserError:
        return words.t("draft.set") if rhythm else ""
    return words.t("draft.place", part=words.t("draft.field.day_summary"), detail=summary)


def _describe_why(words: Words, entries: Entries) -> str:
    counts = {name: len(entries.get(name, ())) for name in ("why", "answers")}
    return words.list(words.t(f"draft.count.{name}", count=count) for name, count in counts.items() if count)


def _count(words: Words, entries: Entries, name: str) -> str:
    found = entries.get(name, ())
    return words.format_number(len(found)) if found else ""


def _describe_targets(words: Words, view: DraftView) -> str:
    fields = view.targets
    who = fields.get("who") or Targets.MINE
    if who == Targets.COMMITTEE:
        return fields.get("committee", "")
    if who == Targets.COMMITTEE_MINE_FIRST:
        return words.t("draft.mine_first", committee=fields.get("committee", ""))
    if who not in (Targets.MEMBERS, Targets.OFFICES):
        return words.label("targets", who)
    lines = split_lines(fields.get(who, ""))
    more = [words.t("draft.others", count=len(lines) - _NAMED)] if len(lines) > _NAMED else []
    return words.list([*(drop_id(line.partition(" |")[0]) for line in lines[:_NAMED]), *more])


def _describe_goal(words: Words, entries: Entries) -> str:
    goal = str(entries.get("goal", ""))
    said = words.t("draft.goal", count=int(goal)) if goal.isdecimal() and goal.isascii() else goal
    tags = " ".join(entries.get("tags", ()))
    return words.t("draft.goal_tags", goal=said, tags=tags) if said and tags else said or tags


def _list_part_buttons(inv: Invocation, view: DraftView) -> list[Button]:
    """A button for each part; those with something missing or wrong stand out."""
    words, draft = inv.words, view.draft
    wrong = {"languages" if one.part == "language" else one.part for one in view.troubles}
    buttons = [_make_part_button(words, draft, part, part in wrong) for part in _BUTTONS]
    if draft.org and inv.role is Role.ADMIN:
        buttons.append(draw_draft_button(words, "audience", "draft.audience", draft.id))
    return buttons


def _make_part_button(words: Words, draft: Draft, part: str, stands_out: bool) -> Button:
    """A part's button. The first script and the first question open at once: there is nothing to choose from."""
    route, args, style = _BUTTONS[part], dict[str, str](), _choose_style(stands_out)
    if part == "script" and not draft.entries.get("scripts"):
        route, args = "draft.script", {"language": "en", "whom": EVERYONE}
    elif part == "ask" and not draft.entries.get("asks"):
        route = "draft.ask"
    return draw_draft_button(words, part, route, draft.id, style, **args)


def _choose_style(stands_out: bool) -> Style:
    return Style.PRIMARY if stands_out else Style.PLAIN


def _list_last_buttons(words: Words, view: DraftView) -> Sequence[Button]:
    ready, seen = not view.troubles, {"campaign": f"{DRAFT}{view.draft.id}"}
    return (
        draw_draft_button(
            words, "publish", "draft.publish", view.draft.id, _choose_style(ready), **mark_seen(view.draft)
        ),
        *([Button(words.t("preview.button"), "preview", seen)] if view.campaign else []),
        draw_draft_button(words, "discard", "draft.ask_discard", view.draft.id, Style.DANGER),
    )
