"""What differs between releases, by name."""

from __future__ import annotations

from .history import Defect, ReleaseChange, Span
from .release import Release

INACTIVE_TIMEOUT_SPELLED = ReleaseChange((Release(5, 11, 0),), ("AMQ-5253",))
"""inactiveTimeoutBeforeGC is understood beside inactiveTimoutBeforeGC, as it was first spelled."""

HOST_NAMES_VERIFIED = ReleaseChange((Release(5, 15, 6),), ("CVE-2018-11775", "SslTransport.initialiseSocket"))
"""Whoever dials with TLS checks that the certificate names the host."""

CONSOLE_ON_LOOPBACK = ReleaseChange((Release(5, 16, 0),), ("AMQ-7007",))
"""The jetty.xml that ActiveMQ ships lets the web console listen on 127.0.0.1 only; before, on every address."""

JMX_PORT_CLOSED = ReleaseChange((Release(5, 16, 0),), ("ManagementContext",))
"""No JMX port is opened unless the file asks for one."""

CONSUMER_PRIORITY_DECREASED = ReleaseChange((Release(5, 18, 0),), ("AMQ-5137",))
"""decreaseNetworkConsumerPriority is true where a connector does not say; before, false."""

ADVISORY_TOPICS_CREATED = ReleaseChange(
    (Release(5, 19, 8), Release(6, 2, 7), Release(6, 3, 0)), ("apache/activemq, pull request 2071",)
)
"""The broker creates advisory topics by itself; before, users did with their own rights."""

TEMPORARY_RIGHTS_CHECKED = ReleaseChange(
    (Release(5, 19, 9), Release(6, 2, 8), Release(6, 3, 0)), ("CVE-2026-61487", "apache/activemq, pull request 2219")
)
"""A composite temporary destination no longer lets a user write to queues without the right."""

JOLOKIA_OPEN = Defect((Span(Release(6, 0, 0)), Span(Release(6, 1, 0), Release(6, 1, 2))), ("CVE-2024-32114",))
"""The jetty.xml that ActiveMQ ships asks nobody for a password at Jolokia."""

DEMAND_LOST = Defect(
    (
        Span(Release(5, 19, 8), Release(5, 19, 12)),
        Span(Release(6, 2, 7)),
        Span(Release(6, 3, 0), Release(6, 3, 3)),
    ),
    ("https://github.com/apache/activemq/issues/2519", "evidence/lost-demand"),
    seen_on=(Release(6, 2, 7), Release(6, 3, 1)),
)
"""Duplex bridges can miss a subscription of the far side.

Pull request 2071 brought it. Pull requests 2547 and 2548 fix it in the lines 6.3 and 5.19: the notes of 6.3.3 and of
5.19.12 are the first to list them. 5.19.11 is six days older than 2548. No release of 6.2 is known to have the fix.
It was not seen on 5.17.2, 5.18.3, 6.1.7, 6.2.0 and 6.2.6.
"""
