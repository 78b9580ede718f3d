"""What may be told of a group: counts and means that give no small group away."""

from academy.group_results.releases import Edition, Released, release
from academy_widgets.small_cells import FEWEST, Table

__all__ = ["FEWEST", "Edition", "Released", "Table", "release"]
