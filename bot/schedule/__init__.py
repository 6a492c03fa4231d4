"""The ticker, and the due work it hands out."""
