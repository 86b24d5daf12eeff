"""A scenario: files that change a study, one extending another, and where each value comes from."""

from energy_model.scenario.scenario import Scenario, load_scenario, load_scenarios, scenario_name

__all__ = ["Scenario", "load_scenario", "load_scenarios", "scenario_name"]
