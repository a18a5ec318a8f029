"""What the lab raises when it cannot do what it was asked to."""

from __future__ import annotations

from broker_network.errors import ReaderError


class LabError(ReaderError):
    """The text says what is wrong and, where there is one, the way out."""


class FetchError(LabError):
    """A release could not be brought here, or is not what it was."""
