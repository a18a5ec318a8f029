"""MCollective as the brokers see it: its destinations, and what its own files say. Standard library only."""
