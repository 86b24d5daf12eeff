"""The dataset: the dictionary of tables, reading and checking them, and the xarray Dataset made of them."""

from energy_model.dataset.assembly.dataset import assemble
from energy_model.dataset.checks.study import check, read_study
from energy_model.dataset.problems import Problem, StudyError
from energy_model.dataset.reading.reading import fingerprint, read_tables
from energy_model.dataset.tables import Tables

__all__ = ["Problem", "StudyError", "Tables", "assemble", "check", "fingerprint", "read_study", "read_tables"]
