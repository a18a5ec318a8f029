"""Networks of ActiveMQ brokers for MCollective: designed, written to files, checked, traced, compared, and started.

`broker-network` is its command. Its layers, and which may import which, are in `docs/contributing/structure.md`.
"""
