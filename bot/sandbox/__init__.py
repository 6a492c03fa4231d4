"""A local stand-in for a Slack workspace, with a page to look at; knows nothing of Uptake."""
