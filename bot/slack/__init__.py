"""Everything that calls Slack's Web API on its own account."""
