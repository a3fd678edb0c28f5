"""What must hold of channels."""

from haat.channels.feeds import soundness as soundness
