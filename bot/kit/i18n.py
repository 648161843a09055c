"""Every sentence that people read, by key and language. Plurals, lists, numbers and dates follow the CLDR (Babel)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_name
from babel.lists import format_list

from bot.bidi import isolate_value
from bot.cldr import find_locale, write_hour, write_number
from bot.config.zone_names import find_city
from bot.kit.cards.markup import InstantStyle, Markup, draw_instant, draw_phone, escape
from bot.kit.cards.sentences import drop_stops, mark_commands
from bot.kit.compiled_catalogs import Sentence, load_compiled
from bot.languages import choose_first, is_written_rtl, name_in_itself
from bot.moments import Moment
from bot.phrases import Clock, Listing, Phone, Phrase, State, Translations, Zone

_FOLDER = Path(__file__).parent.parent / "locales"
_WHOLE = "{weekday}, {day}, {clock} {zone}"  # a moment in a catalog of few sentences
_MOST = 0.9  # of all sentences; a language that has as many also says what coordinators read
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})

LANGUAGE = "language"  # the kind of an option whose words are language tags

Param = str | int | Moment | Clock | Phone | Phrase | Listing | Zone | State | Translations


class CatalogError(LookupError):
    """A key or a blank that the catalog lacks: a mistake in the code, not the caller's."""


@cache
def list_catalogs() -> tuple[str, ...]:
    """The tags of the languages that have a catalog."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def find_catalog(language: str) -> Path:
    """Where a language's sentences are kept, whether or not there are any."""
    return _FOLDER / f"{language}.yaml"


@cache
def load_catalog(language: str) -> Mapping[str, Sentence]:
    """A language's sentences by dotted key. A plural is a mapping from CLDR category to sentence."""
    return load_compiled(find_catalog(language), lambda content: dict(_flatten(_parse(content), "")))


def load_sources() -> Mapping[str, Sentence]:
    """Everything that is translated, in English: the catalog, and what cogs say of commands and options."""
    declared = [pair for texts in load_declared().values() for pair in texts.items()]
    return {**dict(declared), **load_catalog("en")}


@cache
def load_declared() -> Mapping[str, Mapping[str, str]]:
    """What cogs say of commands and options in English, by who meets it and key, as `scripts/record` copied it."""
    path = find_catalog("about/commands")
    return _parse(path.read_bytes()) if path.exists() else {}


def _parse(content: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar a string, so `no` stays a word
    return yaml.load(content.decode("utf-8"), loader)  # noqa: S506 - BaseLoader builds no objects


def _flatten(node: Sentence, prefix: str) -> list[tuple[str, Sentence]]:
    if isinstance(node, str) or _PLURALS.issuperset(node):
        return [(prefix, node)] if node else []  # a translator's empty line: English serves
    return [pair for key, child in node.items() for pair in _flatten(child, f"{prefix}.{key}" if prefix else key)]


class Words:
    """One reader's sentences: ``t`` gives plain text, ``m`` markup with every parameter escaped.

    ``tag`` is the language asked for, ``language`` the nearest one that has a catalog. ``slash`` is what commands
    start with on the ``platform`` where the sentences are read. The blank ``{slash}`` holds it; ``{space}`` holds what
    people there call a space. ``own_zone`` is the reader's IANA zone, None if unknown or if several people read.
    ``instead`` is the language they read where ``tag`` has no catalog or a text isn't in it.

    A sentence that the language lacks is English, with English plurals, numbers, dates and lists in its blanks.
    """

    def __init__(
        self, tag: str | None, slash: str, platform: str = "", own_zone: str | None = None, instead: str | None = None
    ) -> None:
        self.tag, self._instead = tag, instead
        self.language = choose_first((tag, instead), list_catalogs())
        self.slash, self._platform, self.own_zone = slash, platform, own_zone
        self._sentences = load_catalog(self.language)
        self._plain, self._drawn = dict[str, str](), dict[str, Markup]()  # sentences that got no parameter, by key

    @cached_property
    def space(self) -> str:
        """What people on the platform call a space: a server, a workspace; without a platform, both."""
        keys = (f"space.word.{self._platform}", "space.word.any")
        found = (self._sentences.get(key) or load_catalog("en").get(key) for key in keys)
        return str(next(filter(None, found), ""))  # a catalog of few sentences has neither

    @cached_property
    def _english(self) -> "Words":
        """The words for the same reader's sentences that only English has. Titles stay in the reader's language."""
        english = Words("en", self.slash, self._platform, self.own_zone)
        english.tag, english._instead = self.tag, self._instead
        return english

    @cached_property
    def whole(self) -> "Words":
        """These words, or the English ones where the language lacks many sentences, so that no card is in both."""
        return self if len(self._sentences) >= _MOST * len(load_catalog("en")) else self._english

    @cached_property
    def _locale(self) -> Locale:
        return find_locale(self.language)

    @cached_property
    def _place(self) -> Mapping[str, str]:
        return {"slash": self.render(self.slash), "space": self.render(self.space)}

    @cached_property
    def _place_markup(self) -> Mapping[str, str]:
        return {name: escape(text) for name, text in self._place.items()}

    @cached_property
    def _rtl(self) -> bool:
        return is_written_rtl(self.language)

    def t(self, key: str, /, **params: Param) -> str:
        """The sentence ``key`` as plain text. ``count`` chooses its plural; integers are grouped."""
        source = self._choose_source(key)
        if not params:
            return source._plain.get(key) or source._plain.setdefault(key, source._fill(key, source._place, None))
        texts = {**source._place, **{name: source.render(value) for name, value in params.items()}}
        return source._fill(key, texts, params.get("count"))

    def list_forms(self, key: str) -> tuple[str, ...]:
        """The sentence ``key`` in each language that this reader's cards may have it in: theirs, and English."""
        return tuple(dict.fromkeys((self.t(key), self._english.t(key))))

    def m(self, key: str, /, **params: Param) -> Markup:
        """The sentence ``key`` as markup. A parameter that is not Markup yet is escaped.

        A Moment becomes an instant, which platforms can show by each reader's clock. A command that the sentence itself
        names after ``{slash}`` becomes one that they can link, never one that a parameter quotes.
        """
        source = self._choose_source(key)
        if not params:
            return source._drawn.get(key) or source._drawn.setdefault(
                key, source._draw(key, source._place_markup, None)
            )
        texts = {**source._place_markup, **{name: source._render_markup(value) for name, value in params.items()}}
        return source._draw(key, texts, params.get("count"))

    def has(self, key: str) -> bool:
        """Whether this language or English has ``key``."""
        return key in self._sentences or key in load_catalog("en")

    def pick(self, texts: Mapping[str, str]) -> str:
        """The text, by language tag, that serves the reader best; the English one if none is nearer."""
        return texts[choose_first((self.tag, self._instead), texts)]

    def label(self, kind: str, word: str) -> str:
        """The label of a word in a closed set; without one, a language's name or the word itself."""
        key = f"choice.{kind}.{word}"
        if self.has(key):
            return self.t(key)
        return name_in_itself(word) if kind == LANGUAGE else word

    def format_number(self, value: int) -> str:
        """A number, grouped."""
        return write_number(value, self.language)

    def format_day(self, value: date, *, weekday: bool = False) -> str:
        """A date in the language's medium form, with its ``weekday`` where people plan by it."""
        if weekday:
            return format_skeleton("yMMMEd", value, locale=self._locale)
        return format_date(value, "medium", locale=self._locale)

    def format_moment(self, moment: Moment) -> str:
        """An instant as weekday, day, time and zone: on the reader's clock if it is shared and they have one."""
        zone = (moment.shared and self.own_zone) or moment.zone
        local = datetime.fromtimestamp(moment.at / 1_000_000, UTC).astimezone(ZoneInfo(zone))
        parts = {**self._name_parts(local, moment.dated), "zone": self.name_zone(zone)}
        return self.t("time.whole", **parts) if self.has("time.whole") else _WHOLE.format_map(parts)

    def format_wall_time(self, wall: datetime, *, dated: bool) -> str:
        """A local time as weekday, day and time, with its year if ``dated``, where readers know its zone."""
        return self.t("time.local", **self._name_parts(wall, dated))

    def _name_parts(self, wall: datetime, dated: bool) -> dict[str, str]:
        locale = self._locale
        day = format_date(wall, "long", locale=locale) if dated else format_skeleton("MMMMd", wall, locale=locale)
        return {"weekday": format_date(wall, "EEEE", locale=locale), "day": day, "clock": self._format_hour(wall)}

    def name_zone(self, name: str) -> str:
        """What people call an IANA zone, by a name that no other zone has: "Arizona time"."""
        key = f"zone.name.{name.replace('/', '_')}"
        if self.has(key):
            return self.t(key)
        if self.has("zone.city"):
            return self.t("zone.city", city=find_city(name))
        return str(get_timezone_name(ZoneInfo(name), locale=self._locale))  # a catalog of few sentences

    def name_state(self, code: str) -> str:
        """A state or territory by itself, as a label names it: "District of Columbia"."""
        key = f"state_name.{code}"
        return self.t(key) if self.has(key) else code  # a catalog of few sentences has none

    def _name_state_inline(self, code: str) -> str:
        """The same within a sentence: "the District of Columbia". Most names are the same there."""
        inline = f"state_name_inline.{code}"
        has_own = f"state_name.{code}" in self._sentences and inline not in self._sentences
        return self.t(inline) if self.has(inline) and not has_own else self.name_state(code)

    def draw_instant(self, moment: Moment, style: InstantStyle = InstantStyle.FULL, text: str = "") -> Markup:
        """An instant as markup, with ``text`` (by default its day, time and zone) for platforms that show words."""
        return draw_instant(moment.at, text or self.format_moment(moment), style)

    def format_clock(self, at: int, zone: str) -> str:
        """The time of day of an instant, in UTC microseconds, by the clocks of a zone."""
        local = datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(ZoneInfo(zone))
        return self._format_hour(local)

    def format_time(self, minutes: int) -> str:
        """A time of day, in minutes after midnight, as clocks show it: 9:00 PM."""
        return write_hour(minutes // 60 % 24, minutes % 60, self.language)

    def _format_hour(self, local: datetime) -> str:
        return write_hour(local.hour, local.minute, self.language)

    def list(self, items: Iterable[str], *, choice: bool = False) -> str:
        """Things one after the other, as the language writes a list; with ``choice``, "a, b, or c"."""
        return format_list(list(items), "or" if choice else "standard", locale=self._locale)

    def _render_markup(self, value: Param) -> Markup:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Phone) and value.number:
            return draw_phone(value.number, self.render(value))
        return self.draw_instant(value) if isinstance(value, Moment) else escape(self.render(value))

    def render(self, value: Param) -> str:
        """A sentence's blank by itself, as plain text."""
        match value:
            case str():
                return isolate_value(value, self._rtl)
            case int():
                return self.format_number(value)
            case Moment():
                return self.format_moment(value)
            case Phrase():
                return self.t(value.key, **dict(value.params))
            case Zone():
                return self.name_zone(value.name)
            case Clock():
                return self.format_time(value.minutes)
            case State():
                return self._name_state_inline(value.code)
            case Phone():
                return isolate_value(value.text, self._rtl)
            case Translations():
                return isolate_value(self.pick(dict(value.texts)), self._rtl)
            case Listing():
                return self.list((self.render(item) for item in value.items), choice=value.choice)

    def _draw(self, key: str, texts: Mapping[str, str], count: Param | None) -> Markup:
        return Markup(self._fill(key, texts, count, lambda sentence: mark_commands(sentence, texts)))

    def _choose_source(self, key: str) -> "Words":
        """Whose sentence ``key`` is: this language's, or English if it lacks it."""
        return self if key in self._sentences or self.language == "en" else self._english

    def _fill(self, key: str, texts: Mapping[str, str], count: Param | None, mark: Callable[[str], str] = str) -> str:
        sentence = self._sentences.get(key)
        if sentence is None:
            raise CatalogError(f"no sentence {key!r}")
        if not isinstance(sentence, str):
            form = self._locale.plural_form(count) if isinstance(count, int) else "other"
            sentence = sentence.get(form) or sentence["other"]
        try:
            return mark(drop_stops(sentence, texts)).format_map(texts)
        except KeyError as missing:
            raise CatalogError(f"sentence {key!r} has the blank {missing}, but no parameter of that name") from None


@cache
def load_words(
    tag: str | None, slash: str = "/", platform: str = "", own_zone: str | None = None, instead: str | None = None
) -> Words:
    """The words for a reader of a language, as they are read on a platform. See `Words`."""
    return Words(tag, slash, platform, own_zone, instead)
