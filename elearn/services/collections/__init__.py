"""Lists for programs: what the API shows, each under one rule of `core.access`."""
