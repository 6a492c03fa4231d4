"""What people do with an evaluation plan: write it, hold its reviews, and do what was decided."""
