"""Test pictures that look like photographs: goods as solids, lit and rendered here. They show nothing real, and say so.

`solids` are distances to surfaces, `surfaces` colours, `goods` what is built of both, `light` the camera and its lamp.
The same arguments give the same picture.
"""

from demo.stills.goods import GOODS
from demo.stills.picture import SIDE, VIEWS, still

__all__ = ["GOODS", "SIDE", "VIEWS", "still"]
