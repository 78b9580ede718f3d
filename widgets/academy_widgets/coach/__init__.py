"""A coach that hears whether a reply asks, says back, gives something, or does neither.

It reads words alone, in English, by a small table of weights beside this file. It judges
nobody. `hear` is all that others need; the weights are made by `academy coach train`.
"""

from academy_widgets.coach.hear import (
    Grain,
    Heard,
    Kind,
    Likely,
    Meant,
    Sentence,
    Span,
    hear,
    timed,
)

__all__ = ["Grain", "Heard", "Kind", "Likely", "Meant", "Sentence", "Span", "hear", "timed"]
