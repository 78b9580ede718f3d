"""Every kind of exercise there is.

A new kind adds its folder and two lines here: one import, one row.
"""

from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter

from academy_widgets.accumulate.model import AccumulateExercise
from academy_widgets.airtime.model import AirtimeExercise
from academy_widgets.association.model import AssociationExercise
from academy_widgets.audit.model import AuditExercise
from academy_widgets.cases.model import CasesExercise
from academy_widgets.code.model import CodeExercise
from academy_widgets.criteria.model import CriteriaExercise
from academy_widgets.exercise import Exercise
from academy_widgets.heard.model import HeardExercise
from academy_widgets.ladder.model import LadderExercise
from academy_widgets.neighbours.model import NeighboursExercise
from academy_widgets.noise.model import NoiseExercise
from academy_widgets.powermap.model import PowermapExercise
from academy_widgets.reflection.model import ReflectionExercise
from academy_widgets.reply.model import ReplyExercise
from academy_widgets.share.model import ShareExercise
from academy_widgets.spots.model import SpotsExercise
from academy_widgets.triad.model import TriadExercise
from academy_widgets.trustgame.model import TrustgameExercise
from academy_widgets.votes.model import VotesExercise

KINDS = (
    AccumulateExercise,
    AirtimeExercise,
    AuditExercise,
    AssociationExercise,
    CasesExercise,
    CodeExercise,
    CriteriaExercise,
    HeardExercise,
    LadderExercise,
    NeighboursExercise,
    NoiseExercise,
    PowermapExercise,
    ReflectionExercise,
    ReplyExercise,
    ShareExercise,
    SpotsExercise,
    TriadExercise,
    TrustgameExercise,
    VotesExercise,
)  # fmt: skip  # a row each

# Made from the rows, which a type checker cannot follow.
_ANY: Any = Annotated[Union[KINDS], Field(discriminator="kind")]  # noqa: UP007

EXERCISE: TypeAdapter[Exercise] = TypeAdapter(_ANY)
"""Checks data against the kind that its `kind` names."""
