"""Settings of MCollective and lines of the files beside a broker, many times."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.broker_files import LISTENERS, broker

from .long_values import LONG, Repeated

MEMBER = (
    "collectives = mcollective\nconnector = activemq\nplugin.activemq.pool.size = 1\n"
    "plugin.activemq.pool.1.host = a.example.net\n"
)


def repeated() -> Iterator[tuple[str, Repeated]]:
    """What stands in the other files."""
    yield from _in_settings()
    yield from _beside()


def _in_settings() -> Iterator[tuple[str, Repeated]]:
    for file in ("client.cfg", "server.cfg"):
        for key in (
            "collectives",
            "main_collective",
            "identity",
            "plugin.activemq.pool.1.host",
            "wrong",
            "plugin.psk",
            "plugin.activemq.pool.size",
            "plugin.activemq.pool.1.password",
            "libdir",
            "securityprovider",
        ):
            for what, value in LONG.items():
                yield (
                    f"{what} in {key} of {file}",
                    lambda count, file=file, key=key, value=value: {  # type: ignore[misc]
                        "a.xml": broker(LISTENERS),
                        file: f"{MEMBER}{key} = {value(count)}\n",
                    },
                )
        for what, line in {
            "keys that nobody knows": "wrong{0} = 1\n",
            "keys that the connector does not know": "plugin.activemq.wrong{0} = 1\n",
            "keys of plugins": "plugin.x.{0} = 1\n",
            "a key again and again": "collectives = a{0}\n",
            "entries of a pool": "plugin.activemq.pool.{0}.host = a.example.net\nplugin.activemq.pool.size = {0}\n",
            "lines without a value": "x{0}\n",
            "comments": "# x{0}\n",
        }.items():
            yield (
                f"{what} in {file}",
                lambda count, file=file, line=line: {  # type: ignore[misc]
                    "a.xml": broker(LISTENERS),
                    file: MEMBER + "".join(line.format(number) for number in range(1, count + 1)),
                },
            )
        yield (
            f"{file} of many hosts",
            lambda count, file=file: {  # type: ignore[misc]
                "a.xml": broker(LISTENERS),
                **{f"h{number}/{file}": MEMBER for number in range(count)},
            },
        )
        yield (
            f"{file} of many hosts, a collective each",
            lambda count, file=file: {  # type: ignore[misc]
                "a.xml": broker(LISTENERS),
                **{f"h{number}/{file}": MEMBER.replace("= mcollective", f"= c{number}") for number in range(count)},
            },
        )


def _beside() -> Iterator[tuple[str, Repeated]]:
    jaas = broker(f'<plugins><jaasAuthenticationPlugin configuration="activemq"/></plugins>{LISTENERS}')
    placeholders = jaas.replace(
        "<beans>",
        '<beans><bean xmlns="http://www.springframework.org/schema/beans" '
        'class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">'
        '<property name="location" value="a.properties"/></bean>',
    )
    for file, line in (
        ("users.properties", "u{0}=p{0}\n"),
        ("groups.properties", "g{0}=u{0}\n"),
        ("login.config", "l{0} {{ org.example.M required; }};\n"),
        ("hosts.properties", "h{0}=a\n"),
        ("hosts.properties", "h{0}=absent{0}\n"),
        ("a.properties", "p{0}=x\n"),
        ("a.properties", "p{0}=${{p{1}}}\n"),
    ):
        yield (
            f"lines such as {line.strip()} in {file}",
            lambda count, file=file, line=line: {  # type: ignore[misc]
                "a.xml": placeholders if file == "a.properties" else jaas,
                "users.properties": "u1=p1\n",
                file: "".join(line.format(number, number + 1) for number in range(count)),
            },
        )
        yield (
            f"a long line in {file} like {line.strip()}",
            lambda count, file=file, line=line: {  # type: ignore[misc]
                "a.xml": placeholders if file == "a.properties" else jaas,
                file: "u=" + "x\\\n" * count,
            },
        )
    yield (
        "users of a group",
        lambda count: {
            "a.xml": jaas,
            "users.properties": "".join(f"u{number}=p\n" for number in range(count)),
            "groups.properties": f"g={','.join(f'u{number}' for number in range(count))}\n",
        },
    )
