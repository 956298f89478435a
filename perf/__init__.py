"""Load tests and measurements: how fast the platform is, and what bounds it. Start with README.md."""
