"""What is held of tests of change, and for how long."""

from bot.services.ports import Retention
from storage import pdsa as stored

TESTS = Retention("tests", ("pdsa_cycle", "pdsa_task", "pdsa_change", "pdsa_origin"), held=stored.held)
