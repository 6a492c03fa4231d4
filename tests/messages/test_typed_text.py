"""Five thousand strings, followed from every text field to every place where it is shown: nothing comes alive."""

import re
from collections.abc import Iterator

import pytest
from filled_in import LONGEST, Maker, makers, refusals
from mrkdwn_judge import alive, unruly
from typed_places import MARK, Shown, check, life, shown
from typed_strings import typed_strings

from bot.domain.typed import fit_to_keep
from messages.escaping import as_data, as_label, as_typed

OURS = re.compile(r"[a ,.?']+")
LONG_ENOUGH = 250
"""Where a string is the same over and over, its beginning tells of the rest; whole ones go into real messages."""
MAKERS = [*makers(), *refusals()]


def marked(maker: Maker, *, full: bool) -> tuple[list[Shown], list[str]]:
    """What a maker shows with a mark for each typed text, and which text each mark is."""
    names: list[str] = []

    def mark(name: str) -> str:
        names.append(name)
        return f"qzf{len(names)}q"

    return shown(maker.make(mark, full=full)), names


def places() -> list[Shown]:
    """Every line anywhere in which something typed stands; lines that differ in words of ours only count once."""
    found = {("mrkdwn", "\0:"): Shown("mrkdwn", "qzf1q: as a sentence may go on")}
    for maker in MAKERS:
        for full in (True, False):
            for each in marked(maker, full=full)[0]:
                for line in filter(MARK.search, each.text.split("\n")):
                    found[each.kind, shape(line)] = Shown(each.kind, line)
    return list(found.values())


def shape(line: str) -> str:
    """A line with each run of letters, digits and spaces of ours as one letter, but for the one that touches a mark."""
    pieces = re.sub(r"[A-Za-z0-9]+", "a", MARK.sub("\0", line)).split("\0")
    return "\0".join(
        (piece[:1] if number else "") + OURS.sub("a", piece[1:-1]) + piece[-1:] for number, piece in enumerate(pieces)
    )


def test_nothing_that_somebody_typed_comes_alive_wherever_it_is_shown() -> None:
    found = places()
    assert len(found) > 10, "the places aren't found"
    data = [as_data(text[:LONG_ENOUGH]) for text in typed_strings()]
    for place in found:
        if place.kind != "mrkdwn":
            continue
        ours = alive(place.with_typed("x"))
        for text, typed in zip(typed_strings(), data, strict=True):
            assert alive(place.with_typed(typed)) <= ours, (place, text)


def test_plain_texts_hold_nothing_unseen_that_does_harm() -> None:
    for text in typed_strings():
        assert not unruly(as_label(text, 75)), text
        assert not unruly(as_typed(text, 3000)), text
        assert "\n" not in as_label(text, 75)


EACH_RULE = [
    "x",
    "&lt;",
    "<@U1>",
    "<!here>",
    "*x*",
    "＊x＊",
    "_x_",
    "＿x＿",
    "a_7",
    "~x~",
    "`x`",
    "｀x｀",
    "> x",
    "＞x",
]
EACH_RULE += [
    ":tada:",
    ":x",
    "a\nb",
    "\x01a\t",
    "\u202ex",
    "\ufeffx",
    "a" + "\u0301" * 9,
    "\ud800",
    "{x}",
    "{{ x }}",
    "🙂",
]


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
def test_every_place_is_filled_by_the_one_rule(maker: Maker) -> None:
    """So what holds for the rule, with what stands before and after it, holds for the message."""
    for full in (True, False):
        before, names = marked(maker, full=full)
        for text in EACH_RULE if names else ():
            allowed = {(kind, dense(line)) for kind, line in allowed_for(before, text)}
            for each in shown(maker.make(lambda _, text=text: text, full=full)):
                assert (each.kind, dense(each.text)) in allowed, (text, each)


def dense(text: str) -> str:
    """A text without spaces: those at its ends are taken away where a sentence is made."""
    return "".join(text.split())


def allowed_for(before: list[Shown], text: str) -> Iterator[tuple[str, str]]:
    """What may stand where marks stood; a text of several lines may stand below its name."""
    for each in before:
        if each.kind == "mrkdwn":
            yield each.kind, each.with_typed(as_data(text))
            yield each.kind, each.with_typed("")
        else:
            yield each.kind, each.with_typed(as_label(text, 75))
    yield "plain_text", as_typed(text, 3000)


def test_each_string_in_a_real_message_stays_harmless_valid_and_told_to_link_nothing() -> None:
    """The next string goes to the next maker, so every maker gets hundreds, as what Slack delivers is kept."""
    ours = {maker.name: life(maker.make(lambda _: "x", full=True)) for maker in MAKERS}
    for number, text in enumerate(map(fit_to_keep, typed_strings()[::2])):
        maker = MAKERS[number % len(MAKERS)]
        made = maker.make(lambda name, text=text: text[: LONGEST.get(name, 500)].strip() or "x", full=True)
        assert life(made) <= ours[maker.name], (maker.name, text)
        if not isinstance(made, str):
            check(made, thoroughly=number % 25 == 0)
