"""The part of a script card that says which number to call and what to expect there."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cogs.calls.scripts.script_text import ENGLISH, write_meaning
from bot.cogs.calls.scripts.state_section import name_vacant_district, write_state_absences, write_state_number
from bot.cogs.shared.card_parts import find_place
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.new_lines import choose_sentence, write_new_lines
from bot.core.calls.scripts import Prompt
from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR
from bot.core.directory.offices.office_hours import Hours, OpenHours, find_usual_hours
from bot.core.guidance.own_first import is_order_open
from bot.core.guidance.phone_lines import Detour, PhoneLine
from bot.core.guidance.targets import Target, parse_state_code
from bot.core.statehouse.districts import parse_key
from bot.kit.cards.markup import Markup, join
from bot.kit.i18n import Words, load_words
from bot.phrases import Phone, State, Zone

SENATORS = (SENIOR, JUNIOR)


def write_phone_section(words: Words, prompt: Prompt, target: Target, line: PhoneLine, names: Names) -> Markup:
    """The number to call, what to say to an operator there, the hours, and the seats that nobody can call."""
    lines = (_write_number(words, prompt, target, line, names), *_write_steering(words, line.detour))
    lines += tuple(_write_hours(words, target, line, prompt.zone))
    lines += tuple(_write_notes(words, prompt, target))
    return join(*lines, between="\n")


def _write_number(words: Words, prompt: Prompt, target: Target, line: PhoneLine, names: Names) -> Markup:
    phone = Phone(line.phone)
    if target.is_of_state:
        return write_state_number(words, prompt, target, line, names)
    if line.place:
        return words.m("script.direct", phone=phone, place=line.place)
    if target.listed:
        return words.m("script.listed", phone=phone)
    said, meant = (_ask_operator(one, prompt, target, names) for one in (load_words(ENGLISH), words))
    operator = words.m("script.operator", phone=phone, request=said)
    no_number = words.m("script.no_number") if target.member else Markup()
    return join(join(operator, no_number, between=" "), write_meaning(words, said, meant), between="\n")


def _ask_operator(words: Words, prompt: Prompt, target: Target, names: Names) -> str:
    """What to say to the operator of a switchboard, in one language."""
    if target.generic and target.member is None:
        state = prompt.profile.state
        role = prompt.title if prompt.is_voteless else target.generic
        place = words.render(State(state)) if state else words.t("gap.state")
        return words.t(f"script.request.{role}", zip=words.t("gap.zip"), state=place)
    office = names.name_office_inline(words, prompt.campaign.file.key, target.slot, prompt.title)
    return words.t("script.request.member", office=office)


def _write_steering(words: Words, detour: Detour | None) -> Iterator[Markup]:
    if detour:
        yield words.m(f"script.steered.{detour.why or 'mixed'}", place=detour.place)


def _write_hours(words: Words, target: Target, line: PhoneLine, reader: str | None) -> Iterator[Markup]:
    """Whether the office is open now. Times are in the zone ``reader``, or if that is None, in the office's zone."""
    time = line.time
    if not line.phone:
        return
    if target.generic and not target.is_named:
        usual = find_usual_hours(time, reader)
        key = "closed" if time.hours is Hours.CLOSED else "usual" if usual.zone == reader else "usual_there"
        yield _write_span(words, f"script.{key}", usual)
        return
    if time.hours is Hours.OPEN:
        until = replace(find_usual_hours(time, None), zone=reader or time.zone)
        yield _write_span(words, "script.hours.open" if reader else "script.hours.open_there", until)
    else:
        yield words.m(f"script.hours.{time.hours}")
    if line.elsewhere:
        yield words.m("script.elsewhere", place=line.elsewhere.place, phone=Phone(line.elsewhere.phone or ""))


def _write_span(words: Words, key: str, span: OpenHours) -> Markup:
    zone = span.zone
    ends = {"from": words.format_clock(span.opens, zone), "to": words.format_clock(span.closes, zone)}
    return words.m(key, zone=Zone(zone), **ends)


def _write_notes(words: Words, prompt: Prompt, target: Target) -> Iterator[Markup]:
    targets = prompt.targets
    asked = targets.asked if target.slot == REPRESENTATIVE else None
    if ended := targets.explain_end(target.slot):
        yield words.m(f"congress.{ended}")
    if asked:
        yield write_new_lines(words, asked)
    elif not ended and _is_unnamed(target) and targets.directory.edition:
        yield words.m(choose_sentence("script.unknown", has_maps=targets.has_maps))
    elif not ended and is_order_open(prompt.campaign.file, targets):
        yield words.m(choose_sentence("script.mine_first", has_maps=targets.has_maps))
    yield from write_absences(words, prompt)


def _is_unnamed(target: Target) -> bool:
    """Whether the target is the caller's own member of Congress, and nobody knows who that is."""
    return bool(target.generic) and not target.is_named and not target.is_of_state


def write_absences(words: Words, prompt: Prompt) -> Iterator[Markup]:
    """The campaign's targets that nobody can call, and why."""
    targets = prompt.targets
    if targets.vacant:
        seats = words.list(_name_seat(words, seat) for seat in targets.vacant)
        yield words.m("script.vacant" if len(targets.vacant) == 1 else "script.vacant_seats", seats=seats)
    if targets.missing:
        yield words.m("script.missing", count=len(targets.missing))
    if targets.place and not targets.senators and any(word in SENATORS for word in prompt.campaign.file.targets):
        yield words.m("script.no_senators", place=State(parse_state_code(targets.place)))
    yield from write_state_absences(words, prompt)


def _name_seat(words: Words, seat: str) -> str:
    if parse_key(seat):
        return name_vacant_district(words, seat)
    place, _, senator = seat.partition(" ")
    if senator:
        return words.t("script.senate_seat", place=State(place))
    whole = find_place(place)
    return words.t("script.house_seat" if whole == place else "script.only_seat", place=whole)
