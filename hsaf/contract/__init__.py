"""Types every layer shares: request context and the one error shape."""
