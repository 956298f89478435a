"""The counter in a terminal: ``hsaf counter``. There are no HTTP routes before there is a login."""
