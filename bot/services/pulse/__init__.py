"""The pulse: planned, asked, answered, closed, published. The only rooms that read and write answers."""
