"""The tables of a gradebook: nbgrader's, and ours beside them.

nbgrader's are written down here because importing nbgrader takes seconds, and a tutor's
page or a learner's erasing need not wait for that. A test holds them to nbgrader's own.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, Interval, String, Text

theirs = sa.MetaData()

student = sa.Table(
    "student",
    theirs,
    Column("id", String(128), primary_key=True),
    Column("first_name", String(128)),
    Column("last_name", String(128)),
    Column("email", String(128)),
    Column("lms_user_id", String(128)),
)
assignment = sa.Table(
    "assignment",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("duedate", DateTime),
)
notebook = sa.Table(
    "notebook",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("assignment_id", String(32)),
)
base_cell = sa.Table(
    "base_cell",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("notebook_id", String(32), nullable=False),
    Column("type", String(50)),
)
grade_cells = sa.Table(
    "grade_cells",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("max_score", Float, nullable=False),
)
submitted_assignment = sa.Table(
    "submitted_assignment",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),
    Column("student_id", String(128)),
    Column("timestamp", DateTime),
    Column("extension", Interval),
)
submitted_notebook = sa.Table(
    "submitted_notebook",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("assignment_id", String(32)),
    Column("notebook_id", String(32)),
    Column("flagged", Boolean),
)
grade = sa.Table(
    "grade",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("notebook_id", String(32)),
    Column("cell_id", String(32)),
    Column("auto_score", Float),
    Column("manual_score", Float),
    Column("extra_credit", Float),
    Column("needs_manual_grade", Boolean, nullable=False),
)
comment = sa.Table(
    "comment",
    theirs,
    Column("id", String(32), primary_key=True),
    Column("notebook_id", String(32)),
    Column("cell_id", String(32)),
    Column("auto_comment", Text),
    Column("manual_comment", Text),
)

ours = sa.MetaData()

version = sa.Table("academy_version", ours, Column("n", Integer, nullable=False))

work = sa.Table(
    "academy_work",
    ours,
    Column("handed_in", Integer, primary_key=True, autoincrement=False),
    Column("assignment", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("sent_at", DateTime, nullable=False),
    Column("due", DateTime),
    Column("words", Integer, nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
    Column("submission", String(32)),  # nbgrader's row, while this version stands
)
sa.Index(
    "academy_one_stands",
    work.c.assignment,
    work.c.learner,
    unique=True,
    sqlite_where=work.c.stands,
)
sa.Index("academy_work_of", work.c.learner, work.c.assignment)

answer = sa.Table(  # of versions that stand; `score` and `comment` as last seen here
    "academy_answer",
    ours,
    Column("handed_in", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("grade", String(32), nullable=False),
    Column("comment_row", String(32)),
    Column("digest", String, nullable=False),
    Column("empty", Boolean, nullable=False),
    Column("changed", Boolean, nullable=False, default=False),
    Column("score", Float),
    Column("comment", Text, nullable=False, default=""),
)
marking = sa.Table(
    "academy_marking",
    ours,
    Column("id", Integer, primary_key=True),
    Column("handed_in", Integer, nullable=False, index=True),
    Column("tutor", String, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("since", DateTime, nullable=False),  # of the first of what became one row
    Column("how", String, nullable=False),
    Column("given", sa.JSON, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice: `seen` relies on it
)
phrase = sa.Table(
    "academy_phrase",
    ours,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("used", Integer, nullable=False, default=0),
    sqlite_autoincrement=True,
)
worry = sa.Table(
    "academy_worry",
    ours,
    Column("id", Integer, primary_key=True),
    Column("handed_in", Integer, nullable=False),
    Column("assignment", String, nullable=False),
    Column("learner", String, nullable=False),
    Column("tutor", String, nullable=False),
    Column("contact", String, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    Column("note", Text, nullable=False),
    Column("settled_at", DateTime),
    sqlite_autoincrement=True,
)
calibration = sa.Table(
    "academy_calibration",
    ours,
    Column("id", Integer, primary_key=True),
    Column("tutor", String, nullable=False),
    Column("assignment", String, nullable=False),
    Column("key", String, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("given", sa.JSON, nullable=False),
    sa.UniqueConstraint("tutor", "assignment", "key"),
    sqlite_autoincrement=True,
)
option = sa.Table(
    "academy_option",
    ours,
    Column("cohort", String, primary_key=True),
    Column("assignment", String, primary_key=True),
    Column("second_share", Float, nullable=False),
    Column("peers", Boolean, nullable=False),
)
pair = sa.Table(
    "academy_pair",
    ours,
    Column("cohort", String, primary_key=True),
    Column("assignment", String, primary_key=True),
    Column("reader", String, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("author", String, nullable=False),
)
