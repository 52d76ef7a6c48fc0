"""What differs between two versions of a pack, and which version number that demands."""
