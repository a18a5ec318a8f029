"""ActiveMQ's own side: its releases, and the files that a broker reads."""
