"""What Slack refuses in Block Kit, and how its client turns a person's input into `state.values`; pure functions."""

from bot.sandbox.blockkit.form import initial_state, set_value
from bot.sandbox.blockkit.identifiers import with_block_ids
from bot.sandbox.blockkit.submission import check_input
from bot.sandbox.blockkit.surfaces import check_message, check_view

__all__ = ["check_input", "check_message", "check_view", "initial_state", "set_value", "with_block_ids"]
