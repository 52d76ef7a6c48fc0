"""Headers that every response carries: what a page may load, and who may frame it."""

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from elearn.core.settings import Settings

_PAGE_RULES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)
PAGE_POLICY = "; ".join(_PAGE_RULES)

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PERMISSIONS = "camera={camera}, microphone=(), geolocation=(), payment=(), usb=()"
_HSTS = "max-age=31536000; includeSubDomains"


def init_headers(app: Flask, settings: Settings) -> None:
    """Set the security headers on every response."""

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        for name, value in _FIXED.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        headers.setdefault("Permissions-Policy", _PERMISSIONS.format(camera="()"))
        if settings.https:
            headers["Strict-Transport-Security"] = _HSTS
        if request.endpoint == "static":
            headers["Cache-Control"] = _static_rule(response.status_code)
        elif "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response


def allow_camera(response: AnyResponse) -> AnyResponse:
    """Let this page, and nothing in it, use the camera."""
    response.headers["Permissions-Policy"] = _PERMISSIONS.format(camera="(self)")
    return response


def _static_rule(status: int) -> str:
    """For ever where the address names the content (`?v=`), briefly where it does not."""
    if status not in (200, 206, 304):
        return "no-store"
    if request.args.get("v"):
        return "public, max-age=31536000, immutable"
    return "public, max-age=300"
