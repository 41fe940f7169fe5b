"""The small site, read once: pages only look at it."""

import pytest

from portal.pages.edition import Edition
from portal.reading import Loaded

from .editions import edition_of, read_small


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return read_small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def edition(loaded: Loaded) -> Edition:
    """The small site as nobody has asked about it yet."""
    return edition_of(loaded)
