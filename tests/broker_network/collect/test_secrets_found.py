"""What is read is remembered as secret, of every kind of file."""

from __future__ import annotations

from broker_network.collect import read_files
from broker_network.redaction import redacted, remembering

FILES = {
    "a/activemq.xml": b'<broker xmlns="http://activemq.apache.org/schema/core" brokerName="hunter9"><plugins>'
    b'<jaasAuthenticationPlugin configuration="activemq"/></plugins><networkConnectors>'
    b'<networkConnector uri="static:(tcp://b:1)" password="hunter1"/></networkConnectors></broker>',
    "a/users.properties": b"amq=hunter2\n",
    "a/groups.properties": b"g=amq\n",
    "server.cfg": b"plugin.psk = hunter3\nidentity = x\n",
    "plugin.d/activemq.cfg": b"pool.1.password = hunter4\n",
}


def test_the_secrets_of_all_files_are_struck_out_and_their_names_are_not() -> None:
    with remembering():
        read_files(FILES, settings={"any": "hunter5"})
        for number in range(1, 6):
            assert redacted(f"it is hunter{number}.") == "it is *******."
        assert redacted("hunter9 server activemq") == "hunter9 server activemq"
