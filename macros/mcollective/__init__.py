"""MCollective's own files: `client.cfg`, `server.cfg`, facts, classes, and the cure for current Rubies."""
