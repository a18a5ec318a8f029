"""A capture sees every frame once, says what it is, and refuses to be incomplete."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest

from broker_network.lab.capture import Capture, Packet, dissect
from broker_network.lab.errors import LabError
from broker_network.lab.hosts import LabHost, Space, cable
from broker_network.lab.machines import Machine
from broker_network.lab.namespace import socket_in

ONE = Machine("one.a", "broker", "a", ip_address("10.1.0.11"), ip_network("10.1.0.0/24"))
TWO = Machine("two.b", "broker", "b", ip_address("10.2.0.11"), ip_network("10.2.0.0/24"))
ENDS = ip_address("10.1.0.11"), ip_address("10.2.0.11")
ENDS6 = ip_address("2001:db8::1"), ip_address("2001:db8::2")
MACS = bytes(12)
PAYLOAD = b"what is sent"


def _ipv4(protocol: int, inside: bytes, fragment: int = 0) -> bytes:
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(inside), 0, fragment, 64, protocol, 0)
    return MACS + b"\x08\x00" + header + ENDS[0].packed + ENDS[1].packed + inside


def _ipv6(following: int, inside: bytes) -> bytes:
    return (
        MACS
        + b"\x86\xdd"
        + struct.pack("!IHBB", 6 << 28, len(inside), following, 64)
        + (ENDS6[0].packed + ENDS6[1].packed + inside)
    )


UDP = struct.pack("!HHHH", 4500, 500, 8 + len(PAYLOAD), 0) + PAYLOAD
TCP = struct.pack("!HHIIBBHHH", 40000, 61616, 1, 1, 8 << 4, 16, 1, 0, 0) + bytes(12) + PAYLOAD


@pytest.mark.parametrize(
    ("frame", "packet"),
    [
        pytest.param(_ipv4(17, UDP), Packet("udp", *ENDS, 4500, 500, PAYLOAD), id="udp"),
        pytest.param(_ipv4(6, TCP), Packet("tcp", *ENDS, 40000, 61616, PAYLOAD), id="tcp with options"),
        pytest.param(_ipv4(17, UDP) + bytes(6), Packet("udp", *ENDS, 4500, 500, PAYLOAD), id="padded"),
        pytest.param(_ipv4(50, PAYLOAD), Packet("esp", *ENDS, None, None, PAYLOAD), id="esp"),
        pytest.param(_ipv4(132, PAYLOAD), Packet("ip 132", *ENDS, None, None, PAYLOAD), id="another protocol"),
        pytest.param(_ipv4(6, PAYLOAD, 185), Packet("fragment", *ENDS, None, None, PAYLOAD), id="a later fragment"),
        pytest.param(_ipv4(6, PAYLOAD), Packet("tcp", *ENDS, None, None, PAYLOAD), id="tcp cut short"),
        pytest.param(_ipv6(17, UDP), Packet("udp", *ENDS6, 4500, 500, PAYLOAD), id="udp over IPv6"),
        pytest.param(
            _ipv6(60, struct.pack("!BB6x", 6, 0) + TCP), Packet("tcp", *ENDS6, 40000, 61616, PAYLOAD), id="an extension"
        ),
        pytest.param(
            _ipv6(44, struct.pack("!BxHI", 6, 185 << 3, 7) + PAYLOAD),
            Packet("fragment", *ENDS6, None, None, PAYLOAD),
            id="a later fragment of IPv6",
        ),
        pytest.param(MACS + b"\x08\x06" + PAYLOAD, Packet("arp", None, None, None, None, PAYLOAD), id="arp"),
        pytest.param(MACS + b"\x88\xcc" + PAYLOAD, Packet("ether 0x88cc", None, None, None, None, PAYLOAD), id="lldp"),
        pytest.param(MACS, Packet("ether", None, None, None, None, MACS), id="no frame"),
    ],
)
def test_a_frame_is_taken_apart_as_far_as_it_goes(frame: bytes, packet: Packet) -> None:
    assert dissect(frame) == packet


@pytest.fixture(scope="module")
def lab_of_two(lab: None) -> Iterator[tuple[Space, list[LabHost]]]:
    space = Space()
    hosts = [LabHost(space, machine, "", {}) for machine in (ONE, TWO)]
    try:
        cable(space, hosts)
        yield space, hosts
    finally:
        space.close()
        for host in hosts:
            host.close()


def _send(host: LabHost, payload: bytes, times: int = 1) -> None:
    opened = socket_in(host.pid, lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    with opened:
        for _ in range(times):
            opened.sendto(payload, (str(TWO.address), 9))


@pytest.mark.lab
def test_the_bridge_between_sites_shows_each_frame_once(lab_of_two: tuple[Space, list[LabHost]]) -> None:
    space, hosts = lab_of_two
    with Capture(space.pid) as wan, Capture(space.pid, "lan0") as lan, Capture(hosts[1].pid, "wan") as far:
        with pytest.raises(ConnectionRefusedError):
            hosts[0].connect(str(TWO.address), 61616)
        _send(hosts[0], PAYLOAD)
    sent = [one for one in wan.packets if one.payload == PAYLOAD]
    assert [(one.protocol, one.source, one.destination, one.destination_port) for one in sent] == [("udp", *ENDS, 9)]
    dialed = [one for one in wan.packets if one.protocol == "tcp" and one.destination_port == 61616]
    assert len(dialed) == 1
    assert [one for one in far.packets if one.payload == PAYLOAD] == sent
    assert not any(one.payload == PAYLOAD for one in lan.packets)


@pytest.mark.lab
def test_a_capture_that_grows_too_long_is_refused(lab_of_two: tuple[Space, list[LabHost]]) -> None:
    space, hosts = lab_of_two
    with pytest.raises(LabError, match="longer than 2000 bytes"), Capture(space.pid, limit=2000):
        _send(hosts[0], bytes(1000), times=5)


@pytest.mark.lab
def test_an_interface_that_is_not_there_is_refused(lab_of_two: tuple[Space, list[LabHost]]) -> None:
    with pytest.raises(OSError, match="no interface"):
        Capture(lab_of_two[0].pid, "nowhere")
