"""How much a pack may hold. Written once; docs/pack-format.md tells authors."""

TEXT_BYTES = 1_000_000
"""One text file, in bytes."""

CATALOGUE_BYTES = 10_000_000
"""One catalogue of translations, in bytes: it holds the whole pack twice."""

LINE_CHARACTERS = 100_000
"""One line of a text file, in characters."""

PICTURE_BYTES = 1_000_000
"""One picture, in bytes."""

PACK_FILES = 20_000
"""Files in a pack."""

PACK_BYTES = 200_000_000
"""A pack, unpacked, in bytes."""

PATH_CHARACTERS = 200
"""A path inside a pack, in characters."""

YAML_DEPTH = 20
"""Levels of a YAML file."""

YAML_NODES = 100_000
"""Values in a YAML file."""

OPTIONS = (2, 10)
"""Options, pairs and items to order, fewest and most."""

HINTS = 5
"""Hints of a question."""

BASIS = 20
"""Citations that a key rests on, where a question names them."""
