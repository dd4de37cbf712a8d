"""MicroInf Desktop: micro-influencer campaigns on the agency's own computer."""

__version__ = "0.1.0"
