"""A browser's secret in, the name under which what it owns is stored out; from the name nobody finds the secret."""

import hashlib


def owner_hash(owner: str) -> str:
    """SHA-256 in hex.

    Args:
        owner: At least 128 random bits as text, so that no salt is needed.

    Raises:
        ValueError: There is no secret: everything without one would belong to everybody.
    """
    if not owner:
        raise ValueError("a browser without a secret owns nothing")
    return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()
