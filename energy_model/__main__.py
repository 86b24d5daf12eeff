"""Lets `python -m energy_model` be the command line."""

from energy_model.cli import main

if __name__ == "__main__":
    main()
