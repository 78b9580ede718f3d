"""What a browser is told to refuse, with every answer of ours."""

_PARTS = {
    "default-src": "'self'",
    # anywidget loads a view from a Blob.
    "script-src": "'self' blob:",
    # Lumino and anywidget set styles in place.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(**more: str) -> str:
    """Return a Content-Security-Policy; `more` is added to a part, by its first word."""
    said = dict(_PARTS)
    for name, words in more.items():
        said[f"{name}-src"] += f" {words}"
    return "; ".join(f"{name} {words}" for name, words in said.items())


CSP = "Content-Security-Policy"
PERMISSIONS = "Permissions-Policy"


def permissions(*allowed: str) -> str:
    """Return a Permissions-Policy: of these devices, `allowed` alone, and for us alone."""
    devices = ("camera", "geolocation", "microphone")
    return ", ".join(f"{one}={'(self)' if one in allowed else '()'}" for one in devices)


HEADERS = {
    CSP: policy(),
    PERMISSIONS: permissions(),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}

PLAIN = policy(script="'unsafe-eval'")
"""For plain Voila's page alone: JupyterLab's checker of schemas compiles."""
