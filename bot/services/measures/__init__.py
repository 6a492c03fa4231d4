"""Measures: what an initiative counts, how its values come in, and what their charts say."""
