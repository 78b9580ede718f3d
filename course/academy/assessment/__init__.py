"""Reflections, from a learner's page to a tutor and back, by nbgrader.

`delivery` takes what learners handed in to nbgrader's exchange, `desk` does a tutor's
work with nbgrader's API, `tutor` is `academy tutor`, `check` proves an assignment.
Importing nbgrader takes seconds, so only `exchange`, `desk`, `marks`, `plain` and
`marking` do it, and the others import them when they are needed.
"""
