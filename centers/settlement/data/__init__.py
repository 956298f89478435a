"""Tables and repositories of the settlement center: the only place that knows its columns."""
