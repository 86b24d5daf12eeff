"""Duals of few segments carried over to all hours: poor duals, but the cuts that they prove hold for every decision."""

from __future__ import annotations

import numpy as np

from energy_model.compiler.program import Block, Floats, LinearProgram
from energy_model.compiler.row_chunks import any_of_row, row_chunks
from energy_model.horizon.block_boundaries import ALL_STEPS, KEPT_STEPS, SOME_STEPS, steps_of, steps_of_cells
from energy_model.horizon.segments import Flags, Numbers, Positions, flags_at

_OF_A_PERIOD = 2  # other steps in which a column has rows: the next has what links two


def projected(coarse: LinearProgram, dual: Floats, hourly: LinearProgram, starts: Positions, is_state: Flags) -> Floats:
    """Duals of the rows of `hourly`, one step an hour, from those of the same rows over segments.

    A price of power over a segment is that of each of its hours, in proportion; a price of what is stored, and of what
    links steps, is the same at each of its hours; a limit of what is stored holds where the segment ends.

    Parameters
    ----------
    dual : (row,) of `coarse`
    starts : first hour of each segment
    is_state : (column,) of `hourly`; holds the value at the end of a step
    """
    row_step = steps_of(hourly.constraints, hourly.matrix.shape[0])
    segment = np.searchsorted(starts, np.arange(row_step.max() + 1), side="right") - 1
    share = 1.0 / np.bincount(segment)[segment]
    is_last = np.append(segment[1:] != segment[:-1], True)
    links, stores = _kinds(hourly, row_step, is_state)
    result = np.zeros(hourly.matrix.shape[0])
    for name, block in hourly.constraints.items():
        own = slice(block.start, block.stop)
        found = place_in_segments(block, coarse.constraints[name], segment)
        if found is None:
            continue
        at, step = found
        value = np.where(at < 0, 0.0, dual[coarse.constraints[name].start + np.maximum(at, 0)])
        by_hour = np.where(stores[own], np.where(is_last[step], value, 0.0), value * share[step])
        result[own] = np.where(links[own] | (step < 0), value, by_hour)
    return result


def place_in_segments(block: Block, coarse: Block, segment: Positions) -> tuple[Positions, Positions] | None:
    """Place of each cell of a block in the same block over segments (-1 within one), and its step (-1: none).

    None where it has no such cells.
    """
    names = [factor.name for factor in block.space.factors]
    of_steps = (ALL_STEPS, *KEPT_STEPS)
    if not block.space.size or set(SOME_STEPS) & set(names) - set(of_steps):
        return None
    step = steps_of_cells(block)
    axis = next((axis for axis, name in enumerate(names) if name in of_steps), None)
    if axis is None:
        return np.arange(block.space.size), step
    own, known = segment[np.asarray(block.space.factors[axis].members)], np.asarray(coarse.space.factors[axis].members)
    at = np.minimum(np.searchsorted(known, own), len(known) - 1)
    places = np.arange(coarse.space.size).reshape(coarse.space.shape).take(at, axis=axis)
    inside = (known[at] == own).reshape(-1, *[1] * (len(names) - axis - 1))
    return np.where(inside, places, -1).ravel(), step


def _kinds(program: LinearProgram, row_step: Numbers, is_state: Flags) -> tuple[Flags, Flags]:
    """Rows with a column of another step, and rows with a state of their own step only.

    What is kept over a period stands in rows of all of its steps, and links none of them.
    """
    rows, columns = program.matrix.shape
    column_step, found = steps_of(program.variables, columns), []
    for chunk in row_chunks(program.matrix):
        step, own = column_step[chunk.column], row_step[chunk.row]
        other = (step >= 0) & (step != own) & (own >= 0)
        found.append((chunk.row[other], chunk.column[other]))
    row, column = (np.concatenate(part) for part in zip(*found, strict=True))
    steps = int(row_step.max(initial=0)) + 1
    pairs = np.unique(column.astype(np.int64) * steps + row_step[row])
    is_next = np.bincount(pairs // steps, minlength=columns) < _OF_A_PERIOD
    links = flags_at(row[is_next[column]], rows)
    return links, any_of_row(program.matrix, is_state) & ~links
