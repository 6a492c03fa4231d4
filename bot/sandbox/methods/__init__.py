"""The Web API's methods, a file per family; each is a function of the desk and the call's arguments."""

from collections.abc import Callable, Mapping

from bot.sandbox.arguments import Arguments
from bot.sandbox.desk import Desk
from bot.sandbox.methods import app, chat, conversations, files, history, reactions, users, views
from bot.sandbox.model import Json

METHODS: Mapping[str, Callable[[Desk, Arguments], Json]] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}

WITH_APP_TOKEN = frozenset({"apps.connections.open"})
WITHOUT_TOKEN = frozenset({"api.test"})
