"""What people have taken on, of all features: one note a day."""

from collections.abc import Iterable
from functools import partial

from bot.feature import Feature
from bot.services import duties
from bot.services.ports import MessageKind
from messages import duties as duty_messages


def gathering(features: Iterable[Feature]) -> Feature:
    """The feature that reminds people of the duties of all others."""
    kinds = tuple(kind for feature in features for kind in feature.duties)
    note = partial(duty_messages.note, {kind.name: kind for kind in kinds})
    return Feature(
        word="duties",
        due={duties.GATHER: duties.gather},
        messages=(MessageKind(duties.NOTE, partial(duties.note, kinds), note, has_way_out=True),),
    )
