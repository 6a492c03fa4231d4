"""What every act in the workspace needs: its memory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.state import State


@dataclass
class Desk:
    state: State
