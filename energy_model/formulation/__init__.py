"""The mathematics: an ordinary Pyomo model, a file for each behaviour, and `model.py`, its table of contents.

Nothing here reads tables or calls a solver. Inside: MW, MWh, t CO2, CNY, hours. A rule's docstring is its formula.
"""
