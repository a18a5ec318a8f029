"""Diagrams of networks of brokers: SVG made at build time, the same bytes on every run."""

from .render import STYLESHEET, figure, standalone_svg

__all__ = ["STYLESHEET", "figure", "standalone_svg"]
