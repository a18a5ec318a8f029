"""Which database a broker keeps its messages in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker_network.activemq.read.broker import read_broker
from broker_network.activemq.read.storage import database_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("jdbc:mysql://db.example.net:3306/MQ?relaxAutoCommit=true", "mysql:db.example.net:3306/mq"),
        ("jdbc:postgresql://user:secret@db.example.net/mq", "postgresql:db.example.net/mq"),
        ("jdbc:oracle:thin:@db.example.net:1521:mq", "oracle:db.example.net:1521:mq"),
        ("jdbc:oracle:thin:mq/secret@//db.example.net:1521/mq", "oracle:db.example.net:1521/mq"),
        ("jdbc:sqlserver://db:1433;databaseName=mq;user=sa;password=secret", "sqlserver:db:1433/mq"),
        ("jdbc:mysql://localhost/mq", None),
        ("jdbc:derby:derbydb;create=true", None),
        ("jdbc:h2:mem:mq", None),
        ("", None),
    ],
)
def test_a_url_names_a_database_without_users_and_options(url: str, expected: str | None) -> None:
    assert database_of(url) == expected


@given(st.text(alphabet="jdbc:/@?;=&()x", max_size=40))
def test_any_text_is_a_url_or_not(url: str) -> None:
    assert "secret" not in (database_of(f"{url}//u:secret@db/mq") or "")


def _broker(adapter: str, beans: str) -> str | None:
    text = (
        '<beans xmlns="http://www.springframework.org/schema/beans"><broker '
        'xmlns="http://activemq.apache.org/schema/core" brokerName="a"><persistenceAdapter>'
        f"{adapter}</persistenceAdapter></broker>{beans}</beans>"
    )
    store = read_broker(text.encode(), "a.xml").persistence
    return store.database if store else None


_BEAN = '<bean id="ds" class="x"><property name="url" value="jdbc:mysql://db/mq"/></bean>'


def test_a_data_source_is_a_bean_of_the_file() -> None:
    assert _broker('<jdbcPersistenceAdapter dataSource="#ds"/>', _BEAN) == "mysql:db/mq"
    assert _broker('<jdbcPersistenceAdapter dataSource="#other"/>', _BEAN) is None
    assert _broker('<kahaDB directory="/srv/mq"/>', _BEAN) is None


def test_tables_with_a_prefix_are_another_store() -> None:
    statements = '<statements><statements tablePrefix="A_"/></statements>'
    adapter = f'<jdbcPersistenceAdapter dataSource="#ds">{statements}</jdbcPersistenceAdapter>'
    assert _broker(adapter, _BEAN) == "mysql:db/mq, tables A_"
