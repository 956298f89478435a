"""What operators see: structured logs without personal data, and metrics."""
