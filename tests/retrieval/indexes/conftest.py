from pathlib import Path

import pytest

from retrieval.indexes import Engine
from retrieval.indexes.local import LocalEngine


@pytest.fixture(params=["local"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Each engine that the contract holds for, without a generation yet."""
    engines = {"local": LocalEngine}
    return engines[request.param](tmp_path / "index")
