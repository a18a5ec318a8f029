"""Networks seen from outside: which ports are open to whom, and what can be read on the way."""
