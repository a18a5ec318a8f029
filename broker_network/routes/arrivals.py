"""What becomes of a message between two brokers: whether it is delivered, how often, over which bridges, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from broker_network.mcollective.destinations import Message

from .bridges import Doubt, Elsewhere
from .open_routes import Route


class Delivery(Enum):
    """Whether a message is delivered."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


class Why(Enum):
    """What a delivery that is not certain depends on."""

    SELECTOR = "selector"
    """A conduit bridge lost the selector of directed requests: some are taken to a broker that cannot deliver them."""
    PARKED = "parked"
    """Of several ways that are taken in turn one ends at a broker that cannot pass the message on."""
    OTHERS = "others"
    """It needs, or needs not, servers at brokers on the way."""
    ORDER = "order"
    """It depends on who subscribed first, or which bridge heard of it first: one subscription stands for others."""
    RACE = "race"
    """Of two copies the one that took the longer way may come first: TTL stops it, and the other is a duplicate."""
    RELEASE = "release"
    """The release decides, by its default of `decreaseNetworkConsumerPriority`."""
    FILES = "files"
    """The files leave it open."""
    MANY = "many"
    """There are more ways than were followed."""
    DENIED = "denied"
    """The account of a bridge on the way surely lacks a right or a login."""
    UNTOLD = "untold"
    """The files do not tell what the account of a bridge may do."""
    UNSTABLE = "unstable"
    """Brokers end the connection of a bridge on the way again and again, for its account lacks a right."""
    ACCOUNT = "account"
    """The account of the client or of the server lacks a right."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What becomes of a message from one broker to subscribers at another.

    `copies` is the most that one subscriber gets of one message, `fewest` the least when it is delivered, in the orders
    of subscribing that were tried; both 0 when it never is. `route` has the fewest bridges; None where nothing arrives.
    `parked` is where a message on a queue ends when it is not delivered. `doubts` and `elsewhere` are what the files
    leave open, where it matters.
    """

    delivery: Delivery
    copies: int = 0
    fewest: int = 0
    route: Route | None = None
    parked: Route | None = None
    why: tuple[Why, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def once(self) -> bool:
        """Whether every message arrives, exactly once."""
        return self.delivery is Delivery.ALWAYS and self.copies == 1


@dataclass(frozen=True, slots=True)
class Reach:
    """How clients at one broker and servers at another get on in a collective."""

    broadcast: Arrival
    directed: Arrival
    reply: Arrival

    @property
    def complete(self) -> bool:
        """Whether both kinds of request always arrive and the reply always comes back, however often."""
        return all(one.delivery is Delivery.ALWAYS for one in (self.broadcast, self.directed, self.reply))

    @property
    def once(self) -> bool:
        """Whether all of them always arrive, exactly once."""
        return self.broadcast.once and self.directed.once and self.reply.once

    def of(self, message: Message) -> Arrival:
        """What becomes of one kind of message."""
        return self.broadcast if message == "broadcast" else self.directed if message == "directed" else self.reply
