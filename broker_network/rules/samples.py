"""The files of brokers that rules show, made from their parts. Standard library only.

Every part is XML that starts at the margin and ends with a newline; what holds it indents it by two spaces. The
functions take the attributes of elements as they stand in the file: `listeners('name="stomp" uri="stomp://a:61613"')`.
"""

from __future__ import annotations

from textwrap import indent

OPENWIRE = 'name="openwire" uri="tcp://0.0.0.0:61616"'
"""A listener for other brokers."""
PURGE = 'schedulePeriodForDestinationPurge="60000"'
"""What makes a broker look for idle queues."""
NO_FLOW_CONTROL = 'topic=">" producerFlowControl="false"'
"""The policy that lets no slow reader stop the writers of a topic."""
PAGES = 'queue="*.nodes" maxPageSize="5000"'
"""The policy that lets every server find its directed requests."""
COLLECTED = 'queue="*.reply.>" gcInactiveDestinations="true" inactiveTimoutBeforeGC="300000"'
"""The policy that removes idle reply queues."""


def broker(name: str, *parts: str, attributes: str = "") -> str:
    """A broker's file with these parts, of which an empty one leaves no trace."""
    start = f'<broker brokerName="{name}"{attributes and " " + attributes}>'
    return f"{start}\n{indent(''.join(parts), '  ')}</broker>\n"


def within(path: str, *parts: str) -> str:
    """These parts inside nested elements, whose names `path` gives from the outermost, with a space between."""
    text = "".join(parts)
    for name in reversed(path.split()):
        text = f"<{name}>\n{indent(text, '  ')}</{name}>\n"
    return text


def users(*attributes: str) -> str:
    """A plugin that knows these users."""
    return within("simpleAuthenticationPlugin users", *_each("authenticationUser", attributes))


def rights(*attributes: str, temporary: bool = True) -> str:
    """A plugin with these authorization entries; with `temporary`, temporary destinations are left to all."""
    nobody = _each("tempDestinationAuthorizationEntry", ('read="nobody" write="nobody" admin="nobody"',))
    return within(
        "authorizationPlugin map authorizationMap",
        within("authorizationEntries", *_each("authorizationEntry", attributes)),
        "" if temporary else within("tempDestinationAuthorizationEntry", *nobody),
    )


def plugins(*parts: str) -> str:
    """A broker's plugins."""
    return within("plugins", *parts)


def policies(*attributes: str) -> str:
    """A broker's policy entries."""
    return within("destinationPolicy policyMap policyEntries", *_each("policyEntry", attributes))


def connectors(*attributes: str) -> str:
    """A broker's network connectors, without filters."""
    return within("networkConnectors", *_each("networkConnector", attributes))


def listeners(*attributes: str) -> str:
    """A broker's transport connectors."""
    return within("transportConnectors", *_each("transportConnector", attributes))


def _each(name: str, attributes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"<{name} {one}/>\n" for one in attributes)
