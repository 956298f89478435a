"""The built-in commands: one module each, holding a click command named ``command``."""
