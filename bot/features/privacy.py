"""What is held on a person: to see it, take it along and erase it."""

from bot.feature import Feature
from bot.listeners import privacy as on_privacy
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services.privacy import erasing, kept, me, retaining
from messages import ids

FEATURE = Feature(
    word="privacy",
    listeners=Listeners(
        commands={
            "/uptake": {
                "me": CommandDoes(me.SEE_ME, on_privacy.about_me),
                "privacy": CommandDoes(me.SEE_PRIVACY, on_privacy.promises),
            }
        },
        presses={
            ids.SHOW_ME: PressDoes(me.SEE_ME, on_privacy.show_me),
            ids.SHOW_PRIVACY: PressDoes(me.SEE_PRIVACY, on_privacy.show_promises),
            ids.EXPORT_ME: PressDoes(me.EXPORT, on_privacy.export),
            ids.ERASE_ME: PressDoes(erasing.ERASE, on_privacy.ask_to_erase),
            ids.COME_BACK: PressDoes(me.RETURN, on_privacy.come_back, by_erased=True),
        },
        forms={ids.SUBMIT_ERASE: FormDoes(erasing.ERASE, on_privacy.erase)},
    ),
    due={erasing.SWEEP: erasing.sweep, retaining.RETAIN: retaining.retain},
    retention=(kept.LOG, kept.MARK),
)
