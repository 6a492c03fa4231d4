"""SQLModel tables, queries and migrations; returns domain values."""
