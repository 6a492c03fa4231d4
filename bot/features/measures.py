"""Measures: what an initiative counts, on charts that tell a signal from the usual ups and downs."""

from bot.feature import Feature
from bot.services.measures import kept

FEATURE = Feature(word="measures", retention=(kept.MEASURES,))
