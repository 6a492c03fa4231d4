"""Domain values to Block Kit and plain text; sentences live in one folder per language."""
