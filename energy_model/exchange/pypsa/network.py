"""Opening and saving PyPSA networks: the only place that imports PyPSA."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from energy_model.dataset.problems import Problem, StudyError

_FORMATS = {".nc": "import_from_netcdf", ".h5": "import_from_hdf5", ".xlsx": "import_from_excel"}


@contextmanager
def quietly() -> Iterator[None]:
    """While inside, PyPSA does not warn of what it calls that will change, nor of networks of earlier releases."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def pypsa() -> Any:
    """The module. Raises StudyError where it is not installed."""
    try:
        with quietly():
            import pypsa as module
    except ImportError as error:
        hint = "Install it with: pip install 'energy-model[pypsa]'"
        raise StudyError([Problem("no-pypsa", "PyPSA", f"it is not installed ({error}).", hint)]) from error
    # say which of two behaviours is meant, otherwise PyPSA warns; the new one becomes its default
    module.options.api.legacy_string_dtype = False
    logging.getLogger("pypsa").setLevel(logging.ERROR)
    return module


def open_network(path: Path) -> Any:
    """Read a network from a file or a folder of CSV files. Raises StudyError where there is none."""
    module = pypsa()
    hint = "Name a file .nc, .h5 or .xlsx, or a folder of CSV files, as PyPSA writes them."
    if not path.exists():
        raise StudyError([Problem("no-network", str(path), "there is no such file or folder.", hint)])
    method = "import_from_csv_folder" if path.is_dir() else _FORMATS.get(path.suffix.lower())
    if method is None or (path.is_dir() and not (path / "buses.csv").is_file()):
        raise StudyError([Problem("no-network", str(path), "this is no PyPSA network.", hint)])
    network = module.Network()
    try:
        with quietly():
            getattr(network, method)(str(path))
    except (OSError, ValueError, KeyError) as error:
        raise StudyError([Problem("no-network", str(path), f"PyPSA cannot read it: {error}", hint)]) from error
    return network
