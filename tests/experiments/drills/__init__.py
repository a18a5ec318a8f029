"""Drills: what is done to a running network, or goes wrong in it, while operators command all servers."""
