"""Keys that MCollective does not know: one of its own stops it, one of a plugin says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broker_network.mcollective.read import Member, Setting
from broker_network.rule_support import Case, Fault, Rule, Severity, usage
from broker_network.wording import closest

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

_ACTIVEMQ = frozenset({
    "agents_multiplex", "back_off_multiplier", "backup", "base64", "connect_timeout", "heartbeat_interval",
    "initial_reconnect_delay", "max_hbread_fails", "max_hbrlck_fails", "max_reconnect_attempts",
    "max_reconnect_delay", "pool.size", "priority", "prompt_password", "prompt_user", "randomize",
    "stomp_1_0_fallback", "timeout", "use_exponential_back_off", "vhost",
})  # fmt: skip

_POOL = frozenset(
    ("host", "password", "port", "ssl", "ssl.ca", "ssl.cert", "ssl.ciphers", "ssl.fallback", "ssl.key", "user")
)
"""What the connector reads (lib/mcollective/connector/activemq.rb, 2.12)."""

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def _find(case: Case) -> Iterator[Fault]:
    for member in usage.members(case):
        if any(setting.key.startswith("plugin.choria.") for setting in member.settings):
            continue
        for setting in member.settings:
            yield from _core(setting)
            if usage.uses_activemq(member):
                yield from _connector(member, setting)


def _core(setting: Setting) -> Iterator[Fault]:
    if _KEY.fullmatch(setting.key) and setting.key not in CORE and setting.value:
        meant = closest(setting.key, sorted(CORE), cutoff=0.8)
        fix = f"Write {meant}." if meant else f"Remove it; what a plugin reads is called plugin.{setting.key}."
        message = f"MCollective does not know {setting.key}, and does not start."
        yield Fault(None, setting.source, message, fix)


def _connector(member: Member, setting: Setting) -> Iterator[Fault]:
    """A key of the connector that it never reads."""
    prefix, dot, key = setting.key.partition("plugin.activemq.")
    if prefix or not dot or key in _ACTIVEMQ:
        return
    known: list[str] = sorted(_ACTIVEMQ)
    found = re.fullmatch(r"pool\.(\d+)\.(.+)", key)
    size = usage.text(member, "plugin.activemq.pool.size") or ""
    if found and found[2] in _POOL:
        if not size.isdecimal() or 1 <= int(found[1]) <= int(size):
            return
        message = f"The connector reads {size} members of its pool, and never {setting.key}."
        fix = f"Set plugin.activemq.pool.size = {found[1]}, or remove it."
    else:
        known += [f"pool.{found[1] if found else 1}.{name}" for name in sorted(_POOL)]
        meant = closest(key, known, cutoff=0.8)
        message = f"The connector does not read {setting.key}: it has no effect."
        fix = f"Write plugin.activemq.{meant}." if meant else "Remove it."
    yield Fault(None, setting.source, message, fix, severity=Severity.WARNING)


RULE = Rule(__name__, _find, Severity.ERROR, about_mcollective=True)
