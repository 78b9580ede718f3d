"""Which numbers of a table to withhold, so that nobody's can be worked out."""

from academy_widgets.small_cells.hiding import Room, to_withhold, widen
from academy_widgets.small_cells.table import FEWEST, Place, Table

__all__ = ["FEWEST", "Place", "Room", "Table", "to_withhold", "widen"]
