"""Notebook pages that are sent as they were rehearsed, with the kernel close behind.

A fork server runs a notebook's cells once. What they showed becomes the page; a
kernel for a visitor is a fork in which the same widgets with the same ids live already.
Knows nothing of any course.
"""
