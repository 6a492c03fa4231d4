"""What people typed is shown as typed, fits where it is put, and is never cut through."""

import unicodedata

import pytest
from typed_strings import typed_strings

from messages.escaping import Finished, as_data, as_label, as_typed
from messages.fitting import cut, cut_markup, size
from messages.sentences import sentences

SAME_AGAIN = str.maketrans({"∗": "*", "﹡": "*", "∼": "~", "ˋ": "`", "⸏": "_", "ˍ": "_", "∶": ":", "＊": "*"})
SAME_AGAIN |= str.maketrans({"｀": "`", "＿": "_", "\xad": ""})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("bedside handover", "bedside handover"),
        ("a & b <c>", "a &amp; b &lt;c&gt;"),
        ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"),
        ("＊bold＊ ＿slanted＿ ｀code｀", "﹡bold﹡ ⸏slanted⸏ ˋcodeˋ"),
        ("_slanted_ ward_7 _7 7_ é_x_", "ˍslantedˍ ward_7 ˍ7 7ˍ éˍxˍ"),
        ("> said", "\xad&gt; said"),
        ("  ＞ said", "\xad  ＞ said"),
        ("a > b", "a &gt; b"),
        (":tada: 10:30 :a:b: 10:30:45", "∶tada: 10:30 ∶a∶b: 10∶30∶45"),
        ("10:30", "10∶30"),
        ("nights: a test", "nights: a test"),
        ("one\r\ntwo\n\nthree\tfour\u2028five", "one two three four five"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("a" + "\u0301" * 40, "a" + "\u0301" * 4),
        ("नमस्ते שָׁלוֹם สวัสดี", "नमस्ते שָׁלוֹם สวัสดี"),
        ("👩‍⚕️👍🏽🇬🇧 ❤️", "👩‍⚕️👍🏽🇬🇧 ❤️"),
        ("https://example.org @here #ward", "https://example.org @here #ward"),
        (7, 7),
        (None, None),
        (Finished("*ours* <@U1>"), "*ours* <@U1>"),
    ],
)
def test_one_rule_for_sentences(typed: object, shown: object) -> None:
    assert as_data(typed) == shown


def test_what_was_typed_can_be_read_off_what_is_shown() -> None:
    """Nothing is lost but what can't be seen: look-alikes stand for their letters, one for one."""
    for text in typed_strings():
        shown = as_data(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert letters(shown) == letters(text), text


def letters(text: str) -> str:
    """A text without spaces, marks and what has no shape, and with look-alikes as what they stand for."""
    unseen = ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me")
    return "".join(each for each in text.translate(SAME_AGAIN) if unicodedata.category(each) not in unseen)


def test_a_finished_sentence_can_be_filled_into_another_without_being_escaped_twice() -> None:
    inner = sentences("initiative/status", "en-GB", practice="A & B", lead="U1")["headline"]
    outer = sentences("initiative/status", "en-GB", practice=inner, lead="U2")["headline"]
    assert outer == "A &amp; B, led by <@U1>, led by <@U2>"


def test_where_nothing_is_formatted_what_is_filled_in_stays_as_it_is() -> None:
    say = sentences("initiative/help", "en-GB", word="*a* & b", command="/uptake", nearest=None)
    assert say.plain("unknown") == "“*a* & b” isn't something I can do."


@pytest.mark.parametrize(
    ("typed", "label", "whole"),
    [
        ("Ward 7", "Ward 7", "Ward 7"),
        ("*a* & <b>\n:tada: ", "*a* & <b> :tada:", "*a* & <b>\n:tada:"),
        ("", "–", "–"),
        (" \u202e\n", "–", "–"),
        ("a\0b\x07\u2029c", "a b c", "a b \u2029c"),
        ("x" * 20, "xxxxxxxxx…", "xxxxxxxxx…"),
    ],
)
def test_plain_texts(typed: str, label: str, whole: str) -> None:
    assert as_label(typed, 16 if len(typed) < 20 else 10) == label
    assert as_typed(typed, 16 if len(typed) < 20 else 10) == whole


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab  cd", 5, "ab…"),
        ("🙂🙂🙂", 6, "🙂🙂🙂"),
        ("🙂🙂🙂", 5, "🙂🙂…"),
        ("🙂🙂🙂", 4, "🙂…"),
        ("abe\u0301f", 4, "ab…"),
        ("a👩‍⚕️b", 5, "a…"),
        ("a👍🏽b", 5, "a…"),
        ("🇬🇧🇫🇷🇩🇪", 8, "🇬🇧…"),
        ("a🏴\U000e0067\U000e0062\U000e007fb", 8, "a…"),
        ("नमस्ते", 5, "नमस्…"),
        ("a" + "\u0301" * 90, 50, "a" + "\u0301" * 48 + "…"),
    ],
)
def test_a_text_is_cut_between_letters(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("a &amp; b", 9, "a &amp; b"),
        ("a &amp; b", 8, "a &amp;…"),
        ("a &amp; b", 7, "a…"),
        ("to <@U0123456789> now", 12, "to…"),
        ("to <@U0123456789> now", 18, "to <@U0123456789>…"),
        ("plain words", 7, "plain…"),
    ],
)
def test_a_sentence_is_not_cut_through_an_entity_or_a_mention(text: str, most: int, left: str) -> None:
    assert cut_markup(text, most) == left


def test_whatever_is_cut_fits() -> None:
    for text in typed_strings()[::5]:
        for most in (2, 24, 75):
            assert size(cut(text, most)) <= most
            assert size(cut_markup(as_data(text), most)) <= most
