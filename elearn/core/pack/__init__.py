"""Course packs: model, reading, checking, compiling."""
