"""`broker`, and the elements in it for listeners, JMX and keys."""

from __future__ import annotations

from broker_network.network import Broker, ManagementContext, SslContext, TransportConnector

from ..releases.facts import JMX_PORT_CLOSED
from .attribute import FLAG, NUMBER, TEXT, URI, ModelAttribute, ModelElement

DEFAULT_BROKER_NAME = "localhost"
"""The name of a broker whose file gives none. (Source: BrokerService.)"""

BROKER = ModelElement(
    name="broker",
    model=Broker,
    meaning="One broker.",
    elsewhere={
        "properties_files": "locations of Spring's PropertyPlaceholderConfigurer",
        "management": "managementContext",
        "persistence": "persistenceAdapter",
        "system_usage": "systemUsage",
        "ssl_context": "sslContext",
        "transport_connectors": "transportConnector",
        "network_connectors": "networkConnector",
        "policy_entries": "policyEntry",
        "authentication": "simpleAuthenticationPlugin or another",
        "users": "authenticationUser",
        "authorization": "authorizationPlugin",
        "authorization_entries": "authorizationEntry",
        "temp_destination_authorization_entry": "tempDestinationAuthorizationEntry",
        "plugins": "the children of plugins",
        "imports": "Spring's import",
        "web_console": "Jetty's elements beside the broker",
        "web_console_host": "Jetty's elements beside the broker",
        "others": "attributes that have no field",
    },
    attributes=(
        ModelAttribute(
            "brokerName",
            TEXT,
            "Must be unique in the network: bridges use it and the names of their connectors to log in.",
            field="name",
            default=DEFAULT_BROKER_NAME,
            sources=("BrokerService",),
        ),
        ModelAttribute(
            "dataDirectory",
            TEXT,
            "The directory of every store that does not name its own.",
            field="data_directory",
            default="activemq-data",
        ),
        ModelAttribute(
            "persistent",
            FLAG,
            "`true`: the broker has stores on disk, also for messages that do not fit in memory.",
            field="persistent",
            default="true",
            sources=("message-cursors",),
        ),
        ModelAttribute("useJmx", FLAG, "Whether JMX can monitor the broker.", field="use_jmx", default="true"),
        ModelAttribute(
            "advisorySupport",
            FLAG,
            "Whether the broker announces subscriptions. `false`: bridges never learn who wants which messages.",
            field="advisory_support",
            default="true",
            sources=("advisories",),
        ),
        ModelAttribute(
            "schedulePeriodForDestinationPurge",
            NUMBER,
            "Milliseconds between searches for destinations to remove. 0: no search, whatever a `policyEntry` says.",
            field="schedule_period_for_destination_purge",
            default="0",
            sources=("delete-inactive",),
        ),
    ),
)

TRANSPORT_CONNECTOR = ModelElement(
    name="transportConnector",
    model=TransportConnector,
    meaning="A listener: one port that clients or other brokers connect to. Its parent is `transportConnectors`.",
    elsewhere={"others": "attributes that have no field"},
    attributes=(
        ModelAttribute("name", TEXT, "The name that logs use.", field="name", default_in_words="its URI"),
        ModelAttribute(
            "uri",
            URI,
            "Protocol, address and port, with the options of the transport.",
            field="uri",
            default_in_words="must be given",
            sources=("tcp-transport",),
        ),
        ModelAttribute(
            "discoveryUri",
            URI,
            "Where the listener announces itself, so that other brokers find it without its address.",
            field="discovery_uri",
        ),
    ),
)

MANAGEMENT_CONTEXT = ModelElement(
    name="managementContext",
    model=ManagementContext,
    meaning="JMX. Its parent is an element of the same name.",
    elsewhere={},
    attributes=(
        ModelAttribute(
            "createConnector",
            FLAG,
            "Whether the broker opens a port for JMX.",
            field="create_connector",
            default="true",
            changed=((JMX_PORT_CLOSED, "false"),),
        ),
        ModelAttribute(
            "connectorHost",
            TEXT,
            "The host name that the port gives to clients. The port still listens at every address.",
            field="connector_host",
            default="localhost",
        ),
        ModelAttribute("connectorPort", NUMBER, "The JMX port.", field="connector_port", default="1099"),
    ),
)

SSL_CONTEXT = ModelElement(
    name="sslContext",
    model=SslContext,
    meaning="Key store and trust store. All listeners and connectors of a broker share one, unless a "
    "`networkConnector` has its own. Its parent is an element of the same name.",
    elsewhere={},
    attributes=(
        ModelAttribute("keyStore", TEXT, "The file with the broker's key and certificate.", field="key_store"),
        ModelAttribute("keyStorePassword", TEXT, "Its password.", field="key_store_password"),
        ModelAttribute(
            "trustStore", TEXT, "The file with the certificates of the CAs that the broker trusts.", field="trust_store"
        ),
        ModelAttribute("trustStorePassword", TEXT, "Its password.", field="trust_store_password"),
    ),
)
