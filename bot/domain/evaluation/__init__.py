"""The plan that says how an initiative is judged, its reviews, and what was decided in them."""
