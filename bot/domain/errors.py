"""Every refusal of a rule is a named error with a sentence a person can act on."""


class Refusal(Exception):
    """What was asked can't be done as asked.

    `sentence` says what is wrong and what to do; `field` names the input it is about, None where it is about the whole.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class FormRefusal(Refusal):
    """A form that needs changes: `errors` maps a field's name to a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        first = next(iter(errors), None)
        super().__init__(" ".join(errors.values()), first)
        self.errors = errors
