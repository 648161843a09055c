"""The question whether hours are a length or a time of day: Spanish "2 horas" and Vietnamese "2 giờ" may be both."""

from bot.errors import Blank, UserError
from bot.kit.i18n import Words, list_catalogs
from bot.kit.words.own_language.lengths import Length
from bot.kit.words.own_language.times import load_tongue
from bot.patterns import compile_later
from bot.phrases import Clock, Phrase, make_phrase
from bot.text import fold

_LETTER = compile_later(r"([1-5])\s*(?:h|hrs?)")  # in English, that is a length


def check_length(typed: str, words: Words, field: str = "when") -> None:
    """Raise UserError for hours that may be a length or a time of day, with both to choose from."""
    found = _find_length(typed, words)
    if found is None:
        return
    hours, minutes = found
    ahead = f"in {hours} hours {minutes} minutes" if minutes else f"in {hours} hours"
    span, clock = _name_length(found), Clock((hours + 12) * 60 + minutes)  # nobody wants a message at night
    choices: list[tuple[str, Blank]] = [(ahead, span), (f"{hours}:{minutes:02} pm", clock)]
    raise UserError("time.length", field=field, span=span, clock=clock).add_choices(choices)


def _find_length(typed: str, words: Words) -> Length | None:
    letter = _LETTER.fullmatch(fold(typed))
    if letter:
        return None if words.language == "en" else Length(int(letter[1]), 0)
    tongues = (load_tongue(tag) for tag in list_catalogs() if tag != "en")
    return next((found for tongue in tongues if (found := tongue.find_unclear_length(typed))), None)


def _name_length(length: Length) -> Phrase:
    if length.minutes:
        return make_phrase("time.in_hours_minutes", hours=length.hours, minutes=length.minutes)
    return make_phrase("time.in_hours", count=length.hours)
