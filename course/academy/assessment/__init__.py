"""Reflections, from a learner's page to a tutor and back, beside nbgrader.

A learner's words come from the module's page or, by `incoming`, from nbgrader's list of
assignments in JupyterLab; both are records of the store. `delivery` makes the newest of
each ready to mark: nbgrader's files by `exchange`, marks by `book`. `collecting` does both
for `academy tutor collect`. Authors release by nbgrader's own API (`releasing`), and
`check` proves an assignment. Importing nbgrader takes seconds: `desk` and what it uses of
nbgrader's API do it, and whoever needs a desk imports it then.
"""
