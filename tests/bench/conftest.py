"""Lets the tests here import what `run.py` imports."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
