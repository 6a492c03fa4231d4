"""The demo's story: one chapter per feature. A new feature adds its chapter here."""

from bot.demo.chapters.chat import Chat
from bot.demo.chapters.initiative import Beginning
from bot.demo.chapters.pulse import Pulses
from bot.demo.chapters.teams import Teams
from bot.demo.story import MakeChapter

CHAPTERS: tuple[MakeChapter, ...] = (Chat, Beginning, Teams, Pulses)
