"""What is held of evaluation plans, and for how long."""

from bot.services.ports import Retention
from storage import evaluation as stored

PLANS = Retention(
    "evaluation",
    ("evaluation", "evaluation_agreement", "evaluation_review", "evaluation_decision"),
    held=stored.held,
)
