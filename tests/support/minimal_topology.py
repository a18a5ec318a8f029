"""The smallest networks that are right, for tests that change one thing about them."""

MINIMAL = """\
title: A network
activemq: 6.2.6
sites:
  noc:
    brokers:
      noc-1: {host: broker1.noc.example.net}
    clients:
      terminals: {operators: [alice]}
  dc-a:
    brokers:
      dc-a-1: {host: broker1.dc-a.example.net}
    servers:
      web: {facts: {datacenter: a}}
links:
  - {from: dc-a, to: noc}
"""


def changed(*replacements: tuple[str, str]) -> str:
    """The minimal topology with texts replaced, each of which must be there."""
    text = MINIMAL
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
