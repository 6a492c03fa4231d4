"""Measures over time: what their charts say, by published rules, in plain numbers."""
