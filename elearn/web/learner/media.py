"""Pictures, sound and film of packs; a digest in the address, so they are kept for ever."""

from mimetypes import guess_type

from flask import Response, request

from elearn.services import packs
from elearn.web.learner import blueprint
from elearn.web.shared.guard import Audience, reachable_by

_POLICY = "default-src 'none'; sandbox"
_TYPES = {"webp": "image/webp", "vtt": "text/vtt", "svg": "image/svg+xml", "txt": "text/plain"}


@blueprint.get("/media/<digest>/<path:name>")
@reachable_by(Audience.SIGNED_IN)
def media(digest: str, name: str) -> Response:
    """A media file. Its own policy forbids it to run or load anything."""
    etag = f'"{digest[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        response = Response(status=304)
    else:
        known = _TYPES.get(name.rpartition(".")[2])
        kind = known or guess_type(name)[0] or "application/octet-stream"
        response = Response(packs.media_file(digest, name), mimetype=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = _POLICY
    return response
