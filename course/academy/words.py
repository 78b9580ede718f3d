"""A learner's words as plain text: whoever wrote them, wherever they are shown."""

from academy_widgets.typeset.words import plain_text

__all__ = ["plain_text"]
