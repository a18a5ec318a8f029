"""Where a broker's web console is started."""

from __future__ import annotations

from broker_network.collect import Document
from broker_network.network import Broker, Source


def console_source(broker: Broker, document: Document | None) -> Source | None:
    """The import or bean that starts the console; None where nothing does."""
    for one in broker.imports:
        if "jetty" in one.resource.rpartition("/")[2] and one.found is not False:
            return one.source
    if document is None or not broker.web_console:
        return None
    bean = next((bean for bean in document.root.within("bean") if "jetty" in bean.attributes.get("class", "")), None)
    return Source(bean.file, bean.line, bean.column) if bean else broker.source
