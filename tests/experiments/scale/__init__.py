"""How many servers and brokers there may be: whole networks as planned, each broker a Java process of its own."""
