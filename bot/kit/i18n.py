"""Every sentence a person sees, by key and language; plurals, numbers and dates by the CLDR (Babel)."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.bidi import embedded
from bot.config.zone_names import city_of
from bot.kit.cards.markup import InstantStyle, Markup, escape, instant
from bot.languages import best, names
from bot.moments import Moment
from bot.phrases import Listing, Phrase, Zone

_FOLDER = Path(__file__).parent.parent / "locales"
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})

_STOP = re.compile(r"(\{(\w+)\}[*”]*)\.(?!\.)")
LANGUAGE = "language"  # the kind of an option whose words are language tags

Sentence = str | Mapping[str, str]
Param = str | int | Moment | Phrase | Listing | Zone


class CatalogueError(LookupError):
    """A key or a blank that the catalogue doesn't hold: a mistake in the code, not of the person."""


@cache
def languages() -> tuple[str, ...]:
    """Return the tags of the languages that have a catalogue."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def catalogue(language: str) -> Mapping[str, Sentence]:
    """Return a language's sentences by dotted key; a plural is a mapping from CLDR category to sentence."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar a string, so `no` stays a word
    tree = yaml.load((_FOLDER / f"{language}.yaml").read_text("utf-8"), loader)  # noqa: S506 - BaseLoader builds no objects
    return dict(_flat(tree, ""))


def _flat(node: Sentence, prefix: str) -> list[tuple[str, Sentence]]:
    if isinstance(node, str) or _PLURALS.issuperset(node):
        return [(prefix, node)]
    return [pair for key, child in node.items() for pair in _flat(child, f"{prefix}.{key}" if prefix else key)]


class Words:
    """One language's sentences. ``t`` gives plain text, ``m`` markup with every parameter escaped.

    ``slash`` is how a command begins where they are read, and ``platform`` where that is; the blanks ``{slash}`` and
    ``{space}`` always hold it, and what people there call a space.
    """

    def __init__(self, tag: str | None, slash: str, platform: str = "") -> None:
        self.language = best(tag, languages())
        self.slash = slash
        self._platform = platform
        self._sentences = catalogue(self.language)

    @cached_property
    def space(self) -> str:
        """What people call a space on the platform: a server, a workspace; on none in particular, both."""
        keys = (f"space.word.{self._platform}", "space.word.any")
        found = (self._sentences.get(key) or catalogue("en").get(key) for key in keys)
        return str(next(filter(None, found), ""))  # a catalogue of few sentences has neither

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.language.replace("-", "_"))

    @cached_property
    def _rtl(self) -> bool:
        return self._locale.character_order == "right-to-left"

    def t(self, key: str, /, **params: Param) -> str:
        """Return the sentence ``key`` as plain text; ``count`` chooses its plural, integers are grouped."""
        return self._filled(key, {name: self._plain(value) for name, value in self._given(params)}, params.get("count"))

    def m(self, key: str, /, **params: Param) -> Markup:
        """Return the sentence ``key`` as markup; a parameter that isn't Markup already is escaped.

        A Moment becomes an instant: platforms that can show it by each reader's own clock, others in words.
        """
        filled = {name: self._marked(value) for name, value in self._given(params)}
        return Markup(self._filled(key, filled, params.get("count")))

    def has(self, key: str) -> bool:
        """Say whether this language or English holds ``key``."""
        return key in self._sentences or key in catalogue("en")

    def choice(self, kind: str, word: str) -> str:
        """Return the label of one word of a closed set; without one, a language's name or the word itself."""
        key = f"choice.{kind}.{word}"
        if self.has(key):
            return self.t(key)
        return names(word)[0] if kind == LANGUAGE else word

    def number(self, value: int) -> str:
        """Return ``value`` with the language's grouping."""
        return format_decimal(value, locale=self._locale)

    def day(self, value: date) -> str:
        """Return a date in the language's medium form."""
        return format_date(value, "medium", locale=self._locale)

    def moment(self, moment: Moment) -> str:
        """Return an instant as day, time and zone, the way the language writes them."""
        zone = ZoneInfo(moment.zone)
        local = datetime.fromtimestamp(moment.at / 1_000_000, UTC).astimezone(zone)
        day, hour = (format_skeleton(form, local, locale=self._locale) for form in ("MMMMd", "hm"))
        return f"{day}, {hour} {self.zone(moment.zone)}"

    def zone(self, name: str) -> str:
        """Return what people call an IANA zone: a name that no other zone has, such as "Arizona time"."""
        key = f"zone.name.{name.replace('/', '_')}"
        if self.has(key):
            return self.t(key)
        if self.has("zone.city"):
            return self.t("zone.city", city=city_of(name))
        return str(get_timezone_name(ZoneInfo(name), locale=self._locale))  # a catalogue of few sentences

    def instant(self, moment: Moment, style: InstantStyle = InstantStyle.FULL, said: str = "") -> Markup:
        """Return an instant as markup: ``said``, or its day, time and zone, where a platform can't draw it itself."""
        return instant(moment.at, said or self.moment(moment), style)

    def clock(self, at: int, zone: str) -> str:
        """Return the time of day of an instant, UTC microseconds, by the clocks of a zone."""
        local = datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(ZoneInfo(zone))
        return format_skeleton("hm", local, locale=self._locale)

    def time_of_day(self, minutes: int) -> str:
        """Return a time of day, in minutes after midnight, as clocks show it: 9:00 PM."""
        shown = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        return format_skeleton("hm", shown, locale=self._locale)

    def _marked(self, value: Param) -> Markup:
        if isinstance(value, Markup):
            return value
        return self.instant(value) if isinstance(value, Moment) else escape(self._plain(value))

    def phrase(self, phrase: Phrase) -> str:
        """Return a phrase as plain text."""
        return self.t(phrase.key, **dict(phrase.params))

    def list(self, items: Iterable[str], *, choice: bool = False) -> str:
        """Return things one after the other as the language writes a list; ``choice`` for "a, b, or c"."""
        return format_list(list(items), "or" if choice else "standard", locale=self._locale)

    def _plain(self, value: Param) -> str:
        if isinstance(value, Moment):
            return self.moment(value)
        if isinstance(value, Phrase):
            return self.phrase(value)
        if isinstance(value, Zone):
            return self.zone(value.name)
        if isinstance(value, Listing):
            return self.list((self._plain(item) for item in value.items), choice=value.choice)
        return self.number(value) if isinstance(value, int) else embedded(value, self._rtl)

    def _given(self, params: Mapping[str, Param]) -> Iterable[tuple[str, Param]]:
        return {"slash": self.slash, "space": self.space, **params}.items()

    def _filled(self, key: str, params: Mapping[str, str], count: Param | None) -> str:
        sentence = self._sentences.get(key) or catalogue("en").get(key)
        if sentence is None:
            raise CatalogueError(f"no sentence {key!r}")
        if not isinstance(sentence, str):
            form = self._locale.plural_form(count) if isinstance(count, int) else "other"
            sentence = sentence.get(form) or sentence["other"]
        sentence = _STOP.sub(lambda found: _without_stop(found, params), sentence)
        try:
            return sentence.format_map(params)
        except KeyError as missing:
            raise CatalogueError(f"sentence {key!r} has the blank {missing}, which was not given") from None


def _without_stop(found: re.Match[str], params: Mapping[str, str]) -> str:
    """Return a blank and the marks behind it without the full stop, where what fills it ends in one: "King, Jr."."""
    return found[1] if params.get(found[2], "").endswith((".", "…")) else found[0]


@cache
def words(tag: str | None, slash: str = "/", platform: str = "") -> Words:
    """Return the Words that serve a language tag best, as they are read on a platform."""
    return Words(tag, slash, platform)
