"""nftables rule sets: who may reach the ports of a broker's host."""

from .write import Unwritten, nft, unwritten

__all__ = ["Unwritten", "nft", "unwritten"]
