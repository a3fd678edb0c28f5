import pytest

from tests.cli.rehearsal.amazon.market import Market


@pytest.fixture
def market():
    """Nothing is reviewed for long, and nothing needs a barcode."""
    return Market()


@pytest.fixture
def strict():
    """No exemption from barcodes was granted."""
    return Market(exempt=False)
