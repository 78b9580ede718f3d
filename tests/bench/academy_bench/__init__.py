"""Opens the same module by several tools, in turn, and tells what each costs."""
