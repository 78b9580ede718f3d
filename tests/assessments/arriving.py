"""Put things into nbgrader's exchange as JupyterLab does, and as nobody should."""

import shutil

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeSubmit
from traitlets.config import Config

from academy.assessment import config
from academy.session import owner

ANSWERS = {"what": "I listened.", "next": "Wait."}


def notebook(**answers):
    """Return the released notebook with answers in it."""
    file = config.outbound("small") / "reflection.ipynb"
    made = nbformat.read(file, as_version=4)
    for cell in made.cells:
        if (text := answers.get(cell.metadata.nbgrader.grade_id)) is not None:
            cell.source = text
    return made


def submit(made, learner=None, **places):
    """Submit a notebook with nbgrader's own class; return its folder in the exchange."""
    c = Config()
    config.configure_for_learner(c)
    work = config.fetched() / "small"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if isinstance(made, str | bytes):
        raw = made if isinstance(made, bytes) else made.encode()
        (work / "reflection.ipynb").write_bytes(raw)
    else:
        nbformat.write(made, work / "reflection.ipynb")
    coursedir = CourseDirectory(config=c, assignment_id="small", **places)
    coursedir.student_id = learner or owner()
    exchange = ExchangeSubmit(
        coursedir=coursedir, authenticator=Authenticator(config=c), config=c
    )
    exchange.start()
    return config.inbound() / exchange.assignment_filename


def put(name, raw=None, made=None):
    """Put a folder of any name into the exchange."""
    folder = config.inbound() / name
    folder.mkdir()
    file = folder / "reflection.ipynb"
    if raw is not None:
        file.write_bytes(raw)
    else:
        nbformat.write(made or notebook(**ANSWERS), file)
    return folder
