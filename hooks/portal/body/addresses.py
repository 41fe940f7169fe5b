"""Where a link or a picture may point, judged on the address as a browser understands it."""

import re
from typing import Final, Literal

Target = Literal["foreign", "contact", "site", "fragment"]
"""Another site; a mailbox or telephone; something of this site; a place in the same text."""

_IGNORED: Final = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")
_SCHEME: Final = re.compile(r"[^/?#]*:")
_WEB: Final = re.compile(r"https?://[^\s/?#@:\\<>\"]+(?::\d{1,5})?(?:[/?#]|$)", re.IGNORECASE)
_CONTACT: Final = re.compile(r"mailto:[^\s@]+@[^\s@]+$|tel:\+?[\d() -]+$", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9a-fA-F]{2})")


def target_of(address: str) -> Target | None:
    """What an unescaped address points to; None if it may not stand in a page.

    Browsers skip line ends and blanks around an address and read `\\` as `/`, so `/\\host` is another host;
    an address with `user@host` shows one site and opens another.
    """
    address = _IGNORED.sub("", address)
    if not address or "\\" in address or address.startswith("//"):
        return None
    if address.startswith("#"):
        return "fragment"
    if _WEB.match(address):
        return "foreign"
    if _CONTACT.match(address):
        return "contact"
    return None if _SCHEME.match(address) else "site"


def encode(address: str) -> str:
    """An address with what the URL standard forbids percent-encoded; the rest stays readable."""
    return _FORBIDDEN.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), _IGNORED.sub("", address)
    )
