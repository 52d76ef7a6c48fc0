"""The register of instruments and what cites it."""
