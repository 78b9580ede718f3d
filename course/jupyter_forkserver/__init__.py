"""Jupyter kernels forked from a warm process: see README.md beside this file.

Importing this package imports nothing else, so the fork server can start from it and
decide for itself what is loaded before the fork.
"""
