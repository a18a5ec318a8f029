"""TLS between brokers and with clients: what is refused, and what it costs."""
