"""A mark of an institution, as tests use it."""

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30">'
    b'<circle cx="15" cy="15" r="12" fill="#123"/></svg>'
)
