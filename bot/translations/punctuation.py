"""Marks of Chinese text: they are as wide as its signs, beside a word and beside a blank that a word fills."""

import re

_SKIPPED = re.compile(r"\{slash\}[a-z ]*|https?://\S+|`[^`]*`")  # what is typed or opened as it is
_SIGN = "[\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”‘’]"  # a Chinese sign or mark
_NARROW = re.compile(
    rf"(?<={_SIGN})[\s*]*[,:;!?()\"]|(?<=\}})\**[,:;!?()\"]|[,:;!?()\"][\s*]*(?={_SIGN}|\{{)|(?:{_SIGN}|\}})\**\.\**\s*$",
    re.MULTILINE,
)


def find_narrow_mark(text: str) -> str:
    """The first mark of Chinese text that is as narrow as in English: ``:``, where ``：`` belongs; empty for none."""
    found = _NARROW.search(_SKIPPED.sub("", text))
    return next((sign for sign in found[0] if sign in ',:;!?()".'), "") if found else ""
