"""What a lead reads after a pulse in which something stands lowest or has fallen: what could help, how to begin."""

from slack_sdk.models.blocks import Block

from bot.domain.acting import Call, Calls, Prompt
from bot.domain.pulse import Result
from bot.domain.pulse_reading import average
from messages.message import Message, button, buttons, message, paragraph, small
from messages.pulse import Words, instrument, reversed_items
from messages.result_chart import score
from messages.sentences import sentences
from messages.strategies import Strategy, helping

MOST = 3


def to_lead(value: Calls, locale: str) -> Message:
    """Why something is suggested, and up to three things to do, each with a button where a form is there for it."""
    result = value.result
    say = sentences("pulse/suggestions", locale, result.zone, practice=result.practice, day=result.wave.opens_on)
    why = [_why(call, result, locale) for call in value.calls]
    chosen = _chosen(value, locale)
    blocks: list[Block] = [paragraph("\n".join([say["headline"], *why]))]
    for item, strategy in chosen:
        blocks.append(paragraph(f"*{strategy.name}.* {strategy.text}"))
        prompt = Prompt(result.wave.initiative_id, result.wave.id, item, strategy.id)
        ways = [each for each in value.ways if each.way == strategy.way]
        blocks += [buttons(*(button(each.action_id, say[each.way], prompt.value) for each in ways))] if ways else []
    if not chosen:
        blocks.append(paragraph(say["ask"]))
    return message(say["headline"], [*blocks, small(say["yours"])])


def _why(call: Call, result: Result, locale: str) -> str:
    name, turned = Words(result.own, locale).short(call.item), reversed_items(result.own)
    if call.has_fallen:
        return sentences("pulse/suggestions", locale, name=name)["fallen"]
    shown = next((each for each in result.items if each.item == call.item), None)
    stood = score(average(shown, turned=call.item in turned), locale) if shown else ""
    return sentences("pulse/suggestions", locale, name=name, score=stood)["lowest"]


def _chosen(value: Calls, locale: str) -> list[tuple[str, Strategy]]:
    """Up to three, by turns for each item that calls for something; none twice."""
    measured = {item.id: item.construct for item in (*instrument().items, *value.result.own)}
    waiting = [(call.item, list(helping(measured.get(call.item, ""), locale))) for call in value.calls]
    chosen: list[tuple[str, Strategy]] = []
    while len(chosen) < MOST and any(left for _, left in waiting):
        for item, left in waiting:
            known = {strategy.id for _, strategy in chosen}
            fresh = next((each for each in left if each.id not in known), None)
            left[:] = [each for each in left if each is not fresh and each.id not in known]
            if fresh is not None and len(chosen) < MOST:
                chosen.append((item, fresh))
    return chosen
