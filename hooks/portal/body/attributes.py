"""The attributes that stay on an element, with values that HTML knows."""

import re
from collections.abc import Mapping
from html import escape
from typing import Final

_CLASSES: Final = re.compile(
    r"align-(?:left|center|right)|admonition(?:-title)?|note|tip|warning|danger|footnote(?:-ref|-backref)?"
    r"|language-[\w+#.-]+"
)
"""What the styles know; any other class could be one of the page's own."""
_ANY: Final = re.compile(r".*", re.DOTALL)
_NUMBER: Final = re.compile(r"[1-9]\d{0,2}")
_VALUES: Final = {
    "colspan": _NUMBER,
    "dir": re.compile("ltr|rtl|auto"),
    "lang": re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})?"),
    "open": _ANY,
    "reversed": _ANY,
    "rowspan": _NUMBER,
    "scope": re.compile("row|col"),
    "span": _NUMBER,
    "start": re.compile(r"\d{1,4}"),
    "title": _ANY,
    "type": re.compile("[1aAiI]"),
}


def write_attributes(values: Mapping[str, str]) -> str:
    """The attributes as HTML with a blank before each; alignment, as attribute or style, becomes a class."""
    kept = {key: value for key, value in values.items() if key in _VALUES and _VALUES[key].fullmatch(value)}
    classes = [word for word in values.get("class", "").split() if _CLASSES.fullmatch(word)]
    align = values.get("align") or values.get("style", "").removeprefix("text-align:").rstrip(";")
    if align in ("left", "center", "right"):
        classes.append(f"align-{align}")
    if classes:
        kept["class"] = " ".join(dict.fromkeys(classes))
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
