"""A question about one message between a client and a server, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from broker_network.mcollective.destinations import UNNAMED_CLIENT, Message
from broker_network.mcollective.destinations import destination as destination_of
from broker_network.network import Destination
from broker_network.routes import Arrival, Bridge, Delivery, Denial


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of message between clients at one broker and servers at another, in a collective.

    Requests go from `client` to `server`, replies back to a queue of `identity`. The users are the accounts of the
    client and the server; None where they are not known, and then their rights are not asked.
    """

    message: Message
    client: str
    server: str
    collective: str
    identity: str = UNNAMED_CLIENT
    client_user: str | None = None
    server_user: str | None = None

    @property
    def sender(self) -> str:
        """The broker that the message is sent at."""
        return self.server if self.message == "reply" else self.client

    @property
    def receiver(self) -> str:
        """The broker that it is wanted at."""
        return self.client if self.message == "reply" else self.server

    @property
    def sending_user(self) -> str | None:
        """The account that sends it."""
        return self.server_user if self.message == "reply" else self.client_user

    @property
    def receiving_user(self) -> str | None:
        """The account that subscribes to it."""
        return self.client_user if self.message == "reply" else self.server_user

    @property
    def destination(self) -> Destination:
        """Where it is sent."""
        return destination_of(self.message, self.collective, self.identity)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message: its delivery, copies and way, and why.

    `links` is what filters and TTL alone would let become of it, `arrival` what becomes of it given all that accounts
    may do. `denials` are what accounts surely lack: of the client or the server, of bridges on the way that links leave
    open, and of the `unstable` bridges that it may cross.
    """

    question: Question
    arrival: Arrival
    links: Arrival
    denials: tuple[Denial, ...] = ()
    unstable: tuple[Bridge, ...] = ()

    @property
    def arrives(self) -> bool:
        """Whether every message gets there."""
        return self.arrival.delivery is Delivery.ALWAYS
