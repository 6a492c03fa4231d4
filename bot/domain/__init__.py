"""Pure rules: no Slack, no SQL, no templates; the time is always an argument."""
