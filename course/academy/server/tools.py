"""A tool: an exercise that is also a page of its own, with or without the course.

It is the exercise of its module, by the same mechanism: what is done on either page is
kept once, and shows on both.
"""

from __future__ import annotations

from typing import Any

from academy.server.modules import ModuleHandler, ModuleKernel, Shown, needs


def find_tool(settings: dict[str, Any], id: str) -> Shown | None:
    """Return what shows the tool of that id, if the course has it."""
    course = settings["course"]
    tool = course.tool(id)
    if tool is None:
        return None
    around = {
        **settings["frame"],
        "at": f"tools/{id}",
        "title": tool.title,
        "module": tool,
        "place": None,
        "previous": course.module(tool.module),
        "next": None,
        "steps": {},
    }
    return Shown(
        f"{tool.module}/{id}.ipynb", around, needs(tool.module, f"{tool.module}/{id}")
    )


class ToolHandler(ModuleHandler):
    """Sends a tool's page."""

    def find(self, id: str) -> Shown | None:
        """Return what this page shows, if the course has it."""
        return find_tool(self.settings, id)


class ToolKernel(ModuleKernel):
    """Starts a kernel for a tool's page that was sent from a snapshot."""

    def find(self, id: str) -> Shown | None:
        """Return what this page shows, if the course has it."""
        return find_tool(self.settings, id)


def routes(options: dict[str, Any]) -> list[Any]:
    """Return where tools are; `options` are what a module's page is given."""
    return [
        (r"/tools/([a-z0-9_]+)", ToolHandler, options),
        (r"/tools/([a-z0-9_]+)/kernel", ToolKernel, {}),
    ]
