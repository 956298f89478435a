"""The rules of settlement, pure: no database, no clock, no other center."""
