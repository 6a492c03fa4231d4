"""Every refusal of a rule is a named error with a sentence a person can act on."""

from collections.abc import Callable


class Refusal(Exception):
    """What was asked can't be done as asked.

    `sentence` says what is wrong and what to do; `field` names the input it is about, None where it is about the whole.
    Words that somebody typed don't stand in it: it has places for them, such as {practice}, which `typed` fills.
    """

    def __init__(self, sentence: str, field: str | None = None, **typed: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.typed = typed

    def said(self, as_shown: Callable[[str], str]) -> str:
        """The whole sentence; each typed word is put as it has to be where it is shown."""
        words = {name: as_shown(text) for name, text in self.typed.items()}
        return self.sentence.format(**words) if words else self.sentence


class FormRefusal(Refusal):
    """A form that needs changes: `errors` maps a field's name to a sentence, which has places for `typed` words too.

    Beside a field nothing is formatted: there the words stand as they were typed.
    """

    def __init__(self, errors: dict[str, str], **typed: str) -> None:
        first = next(iter(errors), None)
        super().__init__(" ".join(errors.values()), first, **typed)
        self.errors = {field: text.format(**typed) if typed else text for field, text in errors.items()}
