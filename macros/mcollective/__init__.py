"""MCollective's own files: `client.cfg`, `server.cfg`, facts, classes, and the cure for current Rubies."""

from .write import classes_txt, client_cfg, facts_yaml, ruby_cure, server_cfg

__all__ = ["classes_txt", "client_cfg", "facts_yaml", "ruby_cure", "server_cfg"]
