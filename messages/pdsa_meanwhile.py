"""What another person changed while this one wrote, above the form that opens again with both."""

from datetime import date

from slack_sdk.models.blocks import Block

from bot.domain.pdsa.editing import Meanwhile
from messages.fitting import cut
from messages.message import paragraph
from messages.pdsa_record import FIELDS
from messages.sentences import sentences

_PLANNED = frozenset({"compare", "step"})
_CHOSEN = frozenset({"as_planned", "has_data", "decision", "next_step"})
_DAYS = frozenset({"by", "do_on", "study_on", "act_on"})
_LONGEST = 300


def meanwhile(value: Meanwhile | None, locale: str) -> list[Block]:
    """Who changed what, field by field; nothing where nobody did."""
    if value is None:
        return []
    lines = [sentences("pdsa/parts", locale, who=who)["meanwhile"] for who in value.by_user_ids]
    lines += [_theirs(name, text, locale) for name, text in value.theirs.items() if name != "measure_id"]
    if value.both:
        lines.append(sentences("pdsa/parts", locale)["yours"])
    return [paragraph("\n".join(lines))]


def _theirs(name: str, text: str, locale: str) -> str:
    field = sentences("pdsa/record", locale)[f"field_{FIELDS.get(name, 'tasks')}"]
    say = sentences("pdsa/parts", locale, field=field[:1].upper() + field[1:], text=_shown(name, text, locale))
    kind, _, _ = name.partition("_")
    if not text:
        return say["theirs_empty"]
    is_person = name == "lead_user_id" or kind == "owner"
    return say["theirs_who" if is_person else "theirs_day" if name in _DAYS or kind == "due" else "theirs"]


def _shown(name: str, text: str, locale: str) -> str | date:
    if not text:
        return ""
    if name in _PLANNED:
        return sentences("pdsa/plan", locale)[text]
    if name in _CHOSEN:
        return sentences("pdsa/parts", locale)[text]
    if name in _DAYS or name.startswith("due_"):
        return date.fromisoformat(text)
    return cut(text, _LONGEST)
