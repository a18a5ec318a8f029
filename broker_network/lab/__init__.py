"""The lab: the published files, running on this machine. The only package that starts processes."""
