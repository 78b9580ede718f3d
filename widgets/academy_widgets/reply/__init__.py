"""Read what a person says, choose a reply, then write one."""
