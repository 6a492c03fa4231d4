"""Uptake: a Slack bot for teams that put a new practice into use."""
