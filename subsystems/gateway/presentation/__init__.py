"""Presentation layer of the institution gateway: HTTP, envelope, validation and answers."""
