"""Pure rules of the content app: parts of a file, and what a search compares."""

from cms.rules.ranges import ByteRange, Unsatisfiable, byte_range

__all__ = ["ByteRange", "Unsatisfiable", "byte_range"]
