"""Open Badges 3.0 (1EdTech): a completion record as a Verifiable Credential (W3C VC 2.0)."""

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = (VC_CONTEXT, OB_CONTEXT)
"""What a badge names as its vocabulary, in this order (Open Badges 3.0, section B.1)."""
