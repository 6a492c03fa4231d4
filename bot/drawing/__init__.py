"""Numbers to SVG; imports nothing of ours."""
