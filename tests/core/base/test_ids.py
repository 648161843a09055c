"""Ids sort by time, and their short form can be read aloud without mistakes."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.core.base.ids import format_reference, make_id, normalize_code
from tests.services import MONDAY

INSTANTS = st.integers(0, 2**47 * 1000)


@given(INSTANTS, INSTANTS)
def test_ids_sort_by_their_millisecond(one: int, other: int) -> None:
    first, second = make_id(one), make_id(other)
    if one // 1000 != other // 1000:
        assert (first < second) == (one < other)
    assert first != second


@given(INSTANTS, st.integers(0, 2**80 - 1))
def test_an_id_is_a_uuid_of_version_7(at: int, bits: int) -> None:
    identifier = make_id(at, lambda size: bits & ((1 << size) - 1))
    parsed = UUID(identifier)
    assert (str(parsed), parsed.version, parsed.variant) == (identifier, 7, "specified in RFC 4122")
    assert parsed.int >> 80 == at // 1000


@given(st.integers(0, 2**80 - 1))
def test_a_reference_is_eight_unambiguous_characters(bits: int) -> None:
    identifier = make_id(MONDAY, lambda _: bits)
    short = format_reference(identifier)
    assert len(short) == 9
    assert short[4] == "-"
    assert not set(short) & set("ILOU")
    assert short == short.upper()
    assert normalize_code(short.lower()) == short.replace("-", "")


def test_references_are_the_last_forty_bits() -> None:
    assert format_reference("01a20959-a680-70a2-937c-f10000000000") == "0000-0000"
    assert format_reference("01a20959-a680-70a2-937c-f1ffffffffff") == "ZZZZ-ZZZZ"
    assert format_reference("01a20959-a680-70a2-937c-f10000000020") == "0000-0010"


def test_a_thousand_ids_of_one_millisecond_differ_in_their_references() -> None:
    assert len({format_reference(make_id(MONDAY)) for _ in range(1000)}) == 1000


def test_a_code_is_found_behind_its_label() -> None:
    labels = (
        "Reference {}",
        "ref. {}",
        "#{}",
        "({})",
        "Mã tham chiếu {}",
        "编号{}",
        "編號：{}。",
        "참조 번호 {}",
    )
    for text in labels:
        assert normalize_code(text.format("142H-F1D0")) == "142HF1D0", text
        assert normalize_code(text.format("i42h\u2011f1do")) == "142HF1D0", text
    # Not two codes, nor part of something longer.
    for text in ("142H-F1D0 142H-F1D1", "2026-1124-09", "AB142H-F1D0", "142H-F1D0-7", "142H-F1D0 2026-11-22"):
        assert len(normalize_code(text)) > 8, text
