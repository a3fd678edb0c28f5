"""A marketplace on this machine that speaks as Amazon's selling partners' interface does, for India: see README.md."""

from haat.cli.rehearsal.amazon.double import AmazonDouble

__all__ = ["AmazonDouble"]
