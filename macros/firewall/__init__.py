"""nftables rule sets: who may reach the ports of a broker's host."""

from .write import Unwritten, guards, nft, unwritten

__all__ = ["Unwritten", "guards", "nft", "unwritten"]
