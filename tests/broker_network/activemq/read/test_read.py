"""Reading files that others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker_network import examples
from broker_network.activemq.read import ReadError, ReadErrors, read_broker
from broker_network.activemq.read.tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS
from broker_network.collect import read_files
from broker_network.network import (
    Authentication,
    AuthenticationUser,
    AuthorizationEntry,
    Import,
    ManagementContext,
    PendingMessageLimit,
    PersistenceAdapter,
    Plugin,
    PolicyEntry,
    SslContext,
    SystemUsage,
    TransportConnector,
    Unknown,
    queue,
    resolved,
    topic,
)

CORE = "http://activemq.apache.org/schema/core"


@pytest.mark.parametrize(
    "text",
    [
        (
            f'<beans><broker xmlns="{CORE}" brokerName="b"><transportConnectors><transportConnector name="s" '
            'uri="stomp://h:1"/></transportConnectors></broker></beans>'
        ),
        (
            f'<beans xmlns:amq="{CORE}"><amq:broker brokerName="b"><amq:transportConnectors><amq:transportConnector '
            'name="s" uri="stomp://h:1"/></amq:transportConnectors></amq:broker></beans>'
        ),
        (
            '<broker brokerName="b"><transportConnectors><transportConnector uri="stomp://h:1" name="s"/>'
            "</transportConnectors></broker>"
        ),
    ],
    ids=["default namespace", "prefix", "no namespace"],
)
def test_namespaces_and_the_order_of_attributes_make_no_difference(text: str) -> None:
    broker = read_broker(text.encode(), "a.xml")
    assert (broker.name, [(one.name, one.uri) for one in broker.transport_connectors]) == ("b", [("s", "stomp://h:1")])


def test_what_a_file_does_not_say_is_none_and_not_a_default() -> None:
    text = (
        '<broker><networkConnectors><networkConnector name="n" uri="static:(tcp://h:1)"/></networkConnectors>'
        '<transportConnectors><transportConnector uri="tcp://0.0.0.0:1"/></transportConnectors></broker>'
    )
    broker = read_broker(text.encode(), "a.xml")
    (connector,) = broker.network_connectors
    assert (broker.name, broker.persistent, connector.duplex, connector.consumer_ttl) == ("localhost", None, None, None)


def test_a_limit_of_memory_is_a_share_of_the_heap_or_a_text() -> None:
    text = (
        "<broker><systemUsage><systemUsage><memoryUsage><memoryUsage limit='20 mb'/></memoryUsage>"
        "<storeUsage><storeUsage limit='1 gb'/></storeUsage></systemUsage></systemUsage></broker>"
    )
    assert read_broker(text.encode(), "a.xml").system_usage == SystemUsage(store_limit="1 gb", memory_limit="20 mb")


def test_both_spellings_of_the_collection_timeout_are_read() -> None:
    for spelling in ("inactiveTimoutBeforeGC", "inactiveTimeoutBeforeGC"):
        text = (
            "<broker><destinationPolicy><policyMap><policyEntries>"
            f'<policyEntry queue="*.reply.&gt;" {spelling}="300000"/>'
            "</policyEntries></policyMap></destinationPolicy></broker>"
        )
        (entry,) = read_broker(text.encode(), "a.xml").policy_entries
        assert (entry.destination, entry.inactive_timeout_before_gc) == (queue("*.reply.>"), 300000)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "not XML"),
        (b"<beans>\n<broker>\n</beans>", 3, "not XML: mismatched tag"),
        (b"<beans>\n</beans>", 1, "holds no <broker>"),
        (b'<!DOCTYPE b [<!ENTITY a "b">]>\n<broker brokerName="&a;"/>', 1, "document type"),
        (b'<!DOCTYPE b SYSTEM "file:///etc/passwd">\n<broker/>', 1, "document type"),
        (b'<?xml version="1.0" encoding="no-such"?><broker/>', 1, "encoding"),
        (b"<broker/>" + b" " * MAX_BYTES, 1, "too large"),
        (b"<a>" * 10_000, 1, f"more than {MAX_DEPTH} levels"),
        (b"<a>" + b"<b/>" * 2 * MAX_ELEMENTS + b"</a>", 1, f"more than {MAX_ELEMENTS} elements"),
    ],
    ids=[
        "empty", "unclosed", "no broker", "entities", "external entity", "unknown encoding", "too large", "too deep",
        "too many elements",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(content: bytes, line: int, message: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_broker(content, "a.xml")
    assert refused.value.line == line
    assert message in refused.value.message
    assert str(refused.value).startswith(f"a.xml:{line}: ")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray((examples.FOLDER / "single-broker/brokers/broker-1/conf/activemq.xml").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        read_broker(bytes(content), "a.xml")
    except ReadError as refused:
        assert refused.line >= 1


def test_everything_that_the_model_has_a_field_for_is_read() -> None:
    broker = read_broker(ALL.encode(), "a.xml")
    assert (broker.use_jmx, broker.others) == (True, (("start", "false"),))
    assert broker.management == ManagementContext(True, "10.0.0.1", 1100)
    assert broker.persistence == PersistenceAdapter("kahaDB", "${activemq.data}/kahadb")
    assert broker.ssl_context == SslContext("a.ks", "secret")
    assert broker.transport_connectors == (
        TransportConnector(None, "nio://0.0.0.0:61616", "multicast://default", (("updateClusterClients", "true"),)),
    )
    assert broker.policy_entries == (
        PolicyEntry(
            topic(">"),
            memory_limit="5 mb",
            topic_prefetch=10,
            queue_prefetch=20,
            enable_audit=False,
            pending_message_limit=PendingMessageLimit("constantPendingMessageLimitStrategy", "50"),
            replay_when_no_consumers=True,
            others=(("usePrefetchExtension", "false"),),
            children=("oldestMessageEvictionStrategy",),
        ),
        PolicyEntry(None, producer_flow_control=True),
    )
    first, second, third = broker.network_connectors
    assert (first.name, first.duplex, first.remote_user_name) == (None, Unknown("maybe"), "far")
    assert (first.prefetch_size, first.others) == (Unknown("many"), (("alwaysSyncSend", "true"),))
    assert first.excluded_destinations == (queue("a,b"), topic(">"))
    assert (second.uri, third.uri) == ("multicast:", "ldap://ldap:389")
    assert broker.imports == (Import("jetty.xml"),)
    assert broker.web_console
    assert broker.authentication == Authentication("simple", anonymous_groups=("guests",))
    assert broker.users == (AuthenticationUser("u", "", ("a", "b")),)
    assert broker.authorization_entries == (
        AuthorizationEntry(queue(">"), ("a",), ("a", "b")),
        AuthorizationEntry(topic("news.>"), admin=("*",)),
        AuthorizationEntry(None, ("c",)),
    )
    assert broker.plugins == (Plugin("timeStampingBrokerPlugin", (("futureOnly", "true"), ("ttlCeiling", "5"))),)


ALL = """<beans>
<import resource="jetty.xml"/>
<broker useJmx="true" start="false">
  <destinationPolicy><policyMap>
    <defaultEntry><policyEntry producerFlowControl="1"/></defaultEntry>
    <policyEntries>
      <policyEntry topic=">" memoryLimit="5 mb" topicPrefetch="10" queuePrefetch="20" enableAudit="FALSE"
                   usePrefetchExtension="false">
        <messageEvictionStrategy><oldestMessageEvictionStrategy/></messageEvictionStrategy>
        <pendingMessageLimitStrategy><constantPendingMessageLimitStrategy limit="50"/></pendingMessageLimitStrategy>
        <networkBridgeFilterFactory>
          <conditionalNetworkBridgeFilterFactory replayWhenNoConsumers="true"/>
        </networkBridgeFilterFactory>
      </policyEntry>
      <policyEntry tempQueue="true"/>
    </policyEntries>
  </policyMap></destinationPolicy>
  <managementContext>
    <managementContext createConnector="true" connectorHost="10.0.0.1" connectorPort="1100"/>
  </managementContext>
  <networkConnectors>
    <networkConnector uri=" static:(tcp://h:1) " duplex="maybe" remoteUserName="far" prefetchSize="many"
                      alwaysSyncSend="true">
      <excludedDestinations><queue physicalName="a,b"/><topic physicalName=">"/></excludedDestinations>
    </networkConnector>
    <multicastNetworkConnector name="m"/>
    <ldapNetworkConnector name="l" uri="ldap://ldap:389"/>
  </networkConnectors>
  <persistenceAdapter><kahaDB directory="${activemq.data}/kahadb"/></persistenceAdapter>
  <plugins>
    <simpleAuthenticationPlugin anonymousAccessAllowed="true" anonymousGroup="guests">
      <users><authenticationUser username="u" groups=" a, b"/></users>
    </simpleAuthenticationPlugin>
    <authorizationPlugin><map><authorizationMap>
      <authorizationEntries>
        <authorizationEntry queue=">" read="a" write="a,b"/>
        <authorizationEntry tempQueue="true" read="a"/>
        <authorizationEntry admin="*"><destination><topic physicalName="news.>"/></destination></authorizationEntry>
      </authorizationEntries>
      <defaultEntry><authorizationEntry read="c"/></defaultEntry>
    </authorizationMap></map></authorizationPlugin>
    <timeStampingBrokerPlugin ttlCeiling="5" futureOnly="true"/>
  </plugins>
  <sslContext><sslContext keyStore="a.ks" keyStorePassword="secret"/></sslContext>
  <transportConnectors>
    <transportConnector uri="nio://0.0.0.0:61616" discoveryUri="multicast://default" updateClusterClients="true"/>
  </transportConnectors>
</broker>
</beans>"""


@pytest.mark.parametrize(
    "plugin",
    [
        '<bean xmlns="http://www.springframework.org/schema/beans" class="com.example.Guard"/>',
        '<ref bean="guard"/>',
        '<bean xmlns="http://www.springframework.org/schema/beans" class="org.apache.activemq.security.X"/>',
        "<shiroPlugin/>",
    ],
)
def test_a_plugin_of_which_only_a_class_is_known_may_refuse_anything(plugin: str) -> None:
    broker = read_broker(f"<broker><plugins>{plugin}</plugins></broker>".encode(), "a.xml")
    assert broker.authorization == "other"
    assert broker.authentication == Authentication("other", users_known=False)


@pytest.mark.parametrize(
    "plugin",
    [
        "<authorizationPlugin><map><cachedLDAPAuthorizationMap/></map></authorizationPlugin>",
        '<authorizationPlugin map="#rights"/>',
    ],
)
def test_rights_that_stand_elsewhere_are_not_known(plugin: str) -> None:
    assert read_broker(f"<broker><plugins>{plugin}</plugins></broker>".encode(), "a.xml").authorization == "other"


def test_users_that_stand_elsewhere_are_not_known() -> None:
    for users in ('<users><ref bean="alice"/></users>', "<userPasswords><map/></userPasswords>"):
        plugin = f"<simpleAuthenticationPlugin>{users}</simpleAuthenticationPlugin>"
        found = read_broker(f"<broker><plugins>{plugin}</plugins></broker>".encode(), "a.xml").authentication
        assert found == Authentication("simple", users_known=False)


def test_policies_outside_of_their_list_are_read_as_they_were_meant() -> None:
    text = '<broker><destinationPolicy><policyMap><policyEntry topic=">"/></policyMap></destinationPolicy></broker>'
    assert read_broker(text.encode(), "a.xml").policy_entries == (PolicyEntry(topic(">")),)


def test_springs_long_form_of_an_attribute_is_read() -> None:
    text = (
        '<broker xmlns="http://activemq.apache.org/schema/core"><transportConnectors><transportConnector name="o">'
        '<property xmlns="http://www.springframework.org/schema/beans" name="uri" value="tcp://h:1"/>'
        "</transportConnector></transportConnectors></broker>"
    )
    assert read_broker(text.encode(), "a.xml").transport_connectors == (TransportConnector("o", "tcp://h:1"),)


def test_uris_in_a_list_of_the_broker_are_connectors() -> None:
    text = '<broker transportConnectorURIs="tcp://h:1, stomp://h:2" networkConnectorURIs="static:(tcp://i:1)"/>'
    broker = read_broker(text.encode(), "a.xml")
    assert [one.uri for one in broker.transport_connectors] == ["tcp://h:1", "stomp://h:2"]
    assert [one.uri for one in broker.network_connectors] == ["static:(tcp://i:1)"]


def test_a_broker_that_takes_the_name_of_its_host_has_a_name_that_is_not_known() -> None:
    assert not resolved(read_broker(b'<broker useLocalHostBrokerName="true"/>', "a.xml").name)


def test_several_brokers_of_one_file_are_all_read() -> None:
    text = b'<beans><broker brokerName="a"/><beans><broker brokerName="b"/></beans></beans>'
    reading = read_files({"a.xml": text})
    assert [broker.name for broker in reading.network.brokers] == ["a", "b"]
    assert len(reading.documents) == 1


def test_all_that_cannot_be_read_of_several_files_comes_at_once() -> None:
    with pytest.raises(ReadErrors) as refused:
        read_files({"a.xml": b"<a>", "b.xml": b"<broker/>", "c.xml": b"<!DOCTYPE c><c/>"})
    assert str(refused.value) == (
        "a.xml:1: not XML: no element found\nc.xml:1: a document type is not read; remove <!DOCTYPE …>"
    )
