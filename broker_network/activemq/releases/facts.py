"""What differs between releases and code depends on, by name. What each is stands in `releases.json`."""

from __future__ import annotations

from .data_file import release_data

_CHANGES = release_data().changes

INACTIVE_TIMEOUT_SPELLED = _CHANGES["inactive-timeout-spelled"]
HOST_NAMES_VERIFIED = _CHANGES["host-names-verified"]
CONSOLE_ON_LOOPBACK = _CHANGES["console-on-loopback"]
JMX_PORT_CLOSED = _CHANGES["jmx-port-closed"]
CONSUMER_PRIORITY_DECREASED = _CHANGES["consumer-priority-decreased"]
ADVISORY_TOPICS_CREATED = _CHANGES["advisory-topics-created"]
TEMPORARY_RIGHTS_CHECKED = _CHANGES["temporary-rights-checked"]

DEMAND_LOST = release_data().defects["lost-demand"]
