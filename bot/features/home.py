"""The bot's App Home."""

from bot.feature import Feature
from bot.listeners import home as on_home
from bot.listeners.dispatch import Listeners
from bot.services import home

FEATURE = Feature(
    word="home", listeners=Listeners(events={"app_home_opened": on_home.opened_home}), actions=(home.SEE_HOME,)
)
