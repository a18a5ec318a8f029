"""The settings that MCollective and its connector know. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.redaction import is_secret, parts_of_secret, secrets_in, without_secrets

from .read import Member

CORE = frozenset({
    "activate_agents", "classesfile", "collectives", "color", "connection_timeout", "connector", "daemonize",
    "default_batch_size", "default_batch_sleep_time", "default_discovery_method", "default_discovery_options",
    "direct_addressing", "direct_addressing_threshold", "discovery_timeout", "fact_cache_time", "factsource",
    "helptemplatedir", "identity", "keeplogs", "libdir", "logfacility", "logfile", "logger_type", "loglevel",
    "main_collective", "max_log_size", "publish_timeout", "queueprefix", "registerinterval", "registration",
    "registration_collective", "registration_splay", "rpcaudit", "rpcauditprovider", "rpcauthorization",
    "rpcauthprovider", "rpchelptemplate", "rpclimitmethod", "securityprovider", "soft_shutdown",
    "soft_shutdown_timeout", "ssl_cipher", "threaded", "topicprefix", "topicsep", "ttl",
})  # fmt: skip
"""MCollective's own keys, of 1.0 to 2.12 (lib/mcollective/config.rb)."""

ACTIVEMQ = frozenset({
    "agents_multiplex", "back_off_multiplier", "backup", "base64", "connect_timeout", "heartbeat_interval",
    "initial_reconnect_delay", "max_hbread_fails", "max_hbrlck_fails", "max_reconnect_attempts",
    "max_reconnect_delay", "pool.size", "priority", "prompt_password", "prompt_user", "randomize",
    "stomp_1_0_fallback", "timeout", "use_exponential_back_off", "vhost",
})  # fmt: skip

POOL = frozenset(
    ("host", "password", "port", "ssl", "ssl.ca", "ssl.cert", "ssl.ciphers", "ssl.fallback", "ssl.key", "user")
)
"""What the connector reads (lib/mcollective/connector/activemq.rb, 2.12)."""


_PLUGIN = re.compile(r"(?:plugin\.activemq\.)?pool\.\d+\.(?P<pool>.+)|plugin\.(?:activemq\.(?P<own>.+)|(?P<other>.+))")
_OTHERS = frozenset(("yaml", "ssl_serializer", "ssl.enforce_ttl", "ssl_client_private", "ssl_client_public",
                     "ssl_server_private", "ssl_server_public", "ssl_client_cert_dir", "choria.use_srv"))  # fmt: skip
"""Settings of other plugins whose values are names of files, and words."""

_HARMLESS = re.compile(r"\s*(?:yes|no|true|false|[0-9]{1,5}|)\s*", re.IGNORECASE)


def is_hidden(key: str, value: str) -> bool:
    """Whether the value of a setting is never shown: it is a secret's, or of a name that nobody knows."""
    return is_secret(key) or (not _is_known(key) and _HARMLESS.fullmatch(value) is None)


def _is_known(key: str) -> bool:
    found = _PLUGIN.fullmatch(key)
    if found is None:
        return key in CORE or key in ACTIVEMQ  # in plugin.d, keys stand without a prefix
    if found["pool"] is not None:
        return found["pool"] in POOL
    return found["own"] in ACTIVEMQ if found["own"] is not None else found["other"] in _OTHERS


def secrets(member: Member) -> Iterator[str]:
    """Every text of a file that is a secret: values that are never shown, and passwords in the others."""
    for setting in member.settings:
        if is_hidden(setting.key, setting.value):
            yield from parts_of_secret(setting.value)
        else:
            yield from secrets_in(setting.value)


def words(member: Member) -> Iterator[str]:
    """Every value that is shown, and each word of it and of the keys."""
    for setting in member.settings:
        yield from re.findall(r"\w+", setting.key)
        if not is_hidden(setting.key, setting.value):
            yield setting.value
            yield from re.findall(r"\w+", without_secrets(setting.value))
