"""What a lead reads when messages could not be delivered."""

from bot.domain.delivery import Missing, Trouble, in_words
from messages.message import Message, message, paragraph, small
from messages.sentences import sentences


def trouble(value: Trouble, locale: str) -> Message:
    """Which messages are stuck, why, and what to do."""
    say = sentences("delivery/trouble", locale, practice=value.practice, reason=in_words(value.reason))
    if value.reason == "unsure":
        headline = say["unsure_headline"]
        return message(headline, [paragraph(f"{headline} {say['unsure_why']}"), small(say["remedy"])])
    return message(say["headline"], [paragraph(say["headline"]), small(say["remedy"])])


def missing(value: Missing, locale: str) -> Message:
    """What stops for want of a method or a permission, and that all else goes on."""
    values = {"practice": value.practice, "method": value.method}
    say = sentences("delivery/missing", locale, **values)
    try:
        stops = say[value.method.replace(".", "_")]
    except KeyError:
        stops = say["other"]
    why = say["scope" if value.error == "missing_scope" else "method"]
    return message(stops, [paragraph(f"{stops}\n{why}"), small(say["goes_on"])])


def outdated(locale: str, *, in_form: bool = False) -> str:
    """A button, shortcut or form of an earlier version, which nothing stands behind any more."""
    return sentences("shared/errors", locale)["outdated_form" if in_form else "outdated"]


def broken(locale: str, *, in_form: bool = False) -> str:
    """Something failed on our side."""
    return sentences("shared/errors", locale)["broken_form" if in_form else "broken"]
