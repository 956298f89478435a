"""SQLite, embedded: one file, no server."""
