"""A body as the pages use it: HTML with gaps for what only the whole site knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line of the table of contents."""

    level: int
    """2 to 6; the first is 2 and none is skipped, whatever the author wrote."""
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Link:
    """The value of an `href`, to be resolved by whoever knows the site."""

    href: str
    """As written and unescaped: relative to the entry's file, or from the site's root."""
    line: int


@dataclass(frozen=True, kw_only=True)
class Image:
    """A whole `img` element, to be made by whoever knows the pictures."""

    src: str
    """As written and unescaped: relative to the entry's file, or from the site's root."""
    alt: str
    caption: str
    """The title as written; the `figcaption` of a picture alone in its paragraph is in the HTML already."""
    line: int


@dataclass(frozen=True, kw_only=True)
class Body:
    """The safe form of an entry's text; `Body()` is an empty one."""

    parts: tuple[str | Link | Image, ...] = ()
    """HTML, and between its pieces a Link for the value of a quoted attribute, an Image for an element."""
    headings: tuple[Heading, ...] = ()
    text: str = ""
    """Plain text for search, summaries and reading time: no markup, one line for each block."""

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that the site has to resolve, in the order of the text."""
        return tuple(part for part in self.parts if isinstance(part, Link))

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures, in the order of the text."""
        return tuple(part for part in self.parts if isinstance(part, Image))

    def html(self, link: Callable[[Link], str], image: Callable[[Image], str]) -> str:
        """The HTML; `link` gives an address (escaped here), `image` gives HTML."""

        def fill() -> Iterator[str]:
            for part in self.parts:
                if isinstance(part, str):
                    yield part
                elif isinstance(part, Link):
                    yield escape(link(part))
                else:
                    yield image(part)

        return "".join(fill())
