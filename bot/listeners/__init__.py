"""Slack payload to service to view; a file per feature."""
