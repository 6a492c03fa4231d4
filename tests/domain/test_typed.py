"""What people type is kept as typed, but for what no database and no encoder takes."""

import pytest

from bot.domain.typed import all_fit_to_keep, fit_to_keep, is_blank


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bedside handover", "bedside handover"),
        ("*a* <!channel> & \u202e _b_", "*a* <!channel> & \u202e _b_"),
        ("a\0b\0", "ab"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\ud83d\ude42", "🙂"),
        ("a\ud83db\ude42", "a\ufffdb\ufffd"),
        ("🙂漢字", "🙂漢字"),
        ("", ""),
    ],
)
def test_kept_as_typed(typed: str, kept: str) -> None:
    assert fit_to_keep(typed) == kept
    assert kept.encode().decode() == kept


def test_each_text_of_a_value_is_made_fit() -> None:
    assert all_fit_to_keep(["a\0", ["b\r\n"], None, 7]) == ["a", ["b\n"], None, 7]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u200d", "\u202e\u2060", "\u3164", "\xad", "\u2800"])
def test_nobody_sees_anything_in(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " .", "🙂", "नमस्ते", "\u0301", "\u200bx"])
def test_somebody_sees_something_in(text: str) -> None:
    assert not is_blank(text)
