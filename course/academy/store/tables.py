"""The tables of the embedded store, as they are now; `upgrade` has how they came to be."""

import sqlalchemy as sa

meta = sa.MetaData()

counter = sa.Table("counter", meta, sa.Column("n", sa.Integer, nullable=False))
"""One row: the last number given to a record or a draft."""

records = sa.Table(
    "records",
    meta,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("learner", sa.String, nullable=False),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("version", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("audience", sa.String, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("page", sa.String, nullable=False, server_default=""),
    sa.Column("seen", sa.Integer, nullable=False, server_default="0"),
    sa.Column("beside", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("uid", sa.String),
    sa.Index("records_of_a_learner", "learner", "exercise"),
    sa.Index("records_of_a_sort", "what"),
    sa.Index("records_once", "learner", "exercise", "what", "uid", unique=True),
)

drafts = sa.Table(
    "drafts",
    meta,
    sa.Column("learner", sa.String, primary_key=True),
    sa.Column("exercise", sa.String, primary_key=True),
    sa.Column("page", sa.String, primary_key=True),
    sa.Column("id", sa.Integer, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("beside", sa.JSON, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("n", sa.Integer, nullable=False, server_default="0"),
)

aliases = sa.Table(
    "aliases",
    meta,
    # Somebody who was known by two ids, at two devices, is known by one from then on.
    sa.Column("old", sa.String, primary_key=True),
    sa.Column("learner", sa.String, nullable=False, index=True),
)

learners = sa.Table(
    "learners",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("phrase", sa.String, unique=True),  # a slow hash of the return phrase
    sa.Column("signed_out_at", sa.String),  # cookies from before this are worth nothing
    sa.Column("tutor", sa.Boolean, nullable=False, server_default="0"),
)

cohorts = sa.Table(
    "cohorts",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("erased_at", sa.String),  # when its words were, by its own rule
)

members = sa.Table(
    "members",
    meta,
    sa.Column("cohort", sa.String, primary_key=True),
    sa.Column("learner", sa.String, primary_key=True),
    sa.Column("role", sa.String, primary_key=True),  # "learner" or "tutor"
    sa.Column("name", sa.String, nullable=False),
    sa.Column("joined_at", sa.String, nullable=False),
    sa.Column("left_at", sa.String),
    sa.Column("pair", sa.Integer),  # who has the same number is a partner
    sa.Index("members_by_learner", "learner"),
)

invitations = sa.Table(
    "invitations",
    meta,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("code", sa.String, nullable=False, unique=True),  # its hash
    sa.Column("cohort", sa.String),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("expires_at", sa.String, nullable=False),
    sa.Column("used_at", sa.String),
    sa.Column("used_by", sa.String),
    sa.Column("revoked_at", sa.String),
)

releases = sa.Table(
    "releases",
    meta,
    # What was already told about a group: the next telling must not give anybody away.
    sa.Column("cohort", sa.String, primary_key=True),
    sa.Column("what", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)
