"""Lists for programs: by number, a part at a time, in a fixed number of queries each."""
