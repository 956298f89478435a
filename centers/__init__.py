"""See the manifest of each package below."""
