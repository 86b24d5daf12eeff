"""Numbers of the search in one place: value, unit, reason, and how each was measured. Users have none of them."""

from __future__ import annotations

from dataclasses import dataclass

from energy_model.horizon.polish_settings import PolishSettings
from energy_model.horizon.setting_fields import CHOSEN, EARLIER, ROUNDING, setting


@dataclass(frozen=True)
class SearchSettings(PolishSettings):
    """Tuning of the certified search. The bounds hold for any values; only time and the gap reached depend on them.

    A share without another word is one of the steps of the dataset; a stage is a resolution of time.
    """

    # blocks
    block_hours: float = setting(
        120.0,
        "h",
        "long blocks are slow to dispatch, short ones make the master problem large",
        "pathway of 8 weeks, dispatch of all hours: 168 h 8.6 to 12 s, 120 h 3.4 s, 72 h 3.1 s and more rounds",
        (72.0, 168.0, 240.0),
    )
    joined_blocks: int = setting(
        4,
        "blocks",
        "joined to one in segments: the master problem is small, and a few cuts say as much",
        "one year: gap of 0.58 bn CNY after 14 rounds and 0.4 s in the master problem; 1: 34 rounds, 100 s",
        (1, 2),
    )
    boundary_window_divisor: float = setting(
        7.0,
        "blocks",
        "half a window around a block boundary, as a block divided by this: commitment there is chosen anew",
        f"{EARLIER}: without windows Nantong stopped at 0.15 %",
    )
    repair_window_divisor: float = setting(
        2.0,
        "blocks",
        "hours to either side of an infeasible block that are dispatched with it, as a block divided by this",
    )
    repaired_share: float = setting(
        0.1, "of blocks", "more infeasible blocks than that mean a decision that no repair makes good"
    )

    # stages
    initial_share: float = setting(
        0.06,
        "of steps",
        "segments of the initial relaxation: its duals carry most of the bound of the first segments over",
        f"{EARLIER}: 4.36 of 4.57 bn CNY with 2 zones, 15.7 of 16.4 with 8",
    )
    initial_share_across_prices: float = setting(
        0.017,
        "of steps",
        "the same where keeping price levels apart would need more segments",
        f"{EARLIER}: Nantong 149 segments 0.5 s, 2,216 true ones 70 s",
    )
    initial_share_elastic: float = setting(
        0.05,
        "of steps",
        "and where many limits may be missed: few segments smooth wind and sun, so that too little is built",
        "zero-carbon, 2030: first cost 57.6 bn CNY with 0.017 (15 s), 53.5 with 0.03 (32), 52.6 with 0.06 (70 s)",
        (0.017, 0.03, 0.06),
    )
    elastic_share: float = setting(0.25, "of allocations", "from which on these are many; the baseline has 0.14")
    stage_shares: tuple[float, ...] = setting(
        (0.18, 0.45),
        "of steps",
        "segments of the stages before all hours: coarse cuts are cheap",
        f"{EARLIER}: 2 zones 18 s without, 21 s with; 8 zones 4.8 % after 490 s without, 1.8 % after 110 s with",
        ((), (0.18,), (0.45,), (0.1, 0.3, 0.6)),
    )
    stage_growth: float = setting(
        2.0, "times", "a stage that has less than so many times the segments before it is left out"
    )
    stage_gap_share: float = setting(
        0.4,
        "of the gap asked for",
        "a stage is left below the gap, because hours cost more than their segments, and a round of them five times",
        "three years to 1 %: hours are 0.45 % dearer; with 0.7 seven rounds of hours at 80 CPU s, of segments at 13",
        (0.2, 0.7),
    )
    warm_stage_gap_share: float = setting(
        3.0, "of the gap asked for", "the same where another search left cuts of hours, which say more than segments"
    )
    warm_near: float = setting(
        0.05,
        "of what decisions can change",
        "what another search left is gone on from in hours where its first round is no farther off, else in segments",
        "baseline from its own: 1 round of hours, of segments and hours 6 with 5 that blocks could not follow",
    )
    stage_gap_floor: float = setting(
        0.002, "1", "and no closer than that: another round there takes longer than it gains"
    )
    stalled_rounds: int = setting(6, "rounds", "in which cost and bound come hardly nearer end a stage of segments too")
    stalled_share: float = setting(0.1, "of their distance", "that is hardly")
    stage_rounds: int = setting(80, "rounds", "end of a stage that does not close")
    stage_time_share: float = setting(
        0.6, "of the time limit", "no schedule comes from segments, so that hours must have time left"
    )
    hourly_rounds: int = setting(400, "rounds", "end of the last stage")
    boundary_gap_share: float = setting(
        0.3,
        "of the gap asked for",
        "when relaxed cost and bound are that close, only what links blocks is left and no other decision helps",
    )

    # segments
    peak_share: float = setting(
        1 / 300, "of steps", "hours of highest residual load, which size the system, stay alone"
    )
    calm_share: float = setting(1 / 90, "of steps", "hours in the calmest spells, which size storage, stay fine")
    calm_spell: int = setting(24, "h", "length of a calm spell")
    calm_stride: int = setting(3, "h", "longest segment within a calm spell")
    fine_spells_from: float = setting(
        2.0, "times", "peaks and calm spells are kept where so many times the forced breaks fit"
    )
    market_share: float = setting(
        0.25,
        "of mean demand",
        "an hourly price weighs at most so much against load and weather when neighbours are merged",
    )

    # initial relaxation
    initial_gap: float = setting(
        5e-3,
        "1",
        "its duals prove cuts whatever they are, and its decision is dispatched anyway",
        "asked for more, HiPO went on for 10 s with plan-enforced and lost its way with carbon-peak",
    )
    initial_tolerance: float = setting(
        1e-2, "1", "residual with which its point is taken", "as initial_gap", (1e-3, 1e-1)
    )
    common_gap: float = setting(
        0.001,
        "1",
        "of the system in months whose duals prove the common cost: what they lose in hours is a hundred times that",
    )
    target_margin: float = setting(
        0.05,
        "1",
        "means of hours promise targets too much: it asks so much more of them",
        "16 TWh of green generation asked, 15.3 given by the hours, dozens of rounds to build the rest",
        (0.0, 0.025, 0.1),
    )

    # dispatch
    chain_blocks: int = setting(13, "blocks", "solved one after the other, each from the basis of the one before")
    price_reach: float = setting(10.0, "allocations", "room of a block beyond its allocation in the priced dispatch")
    price_floor: float = setting(
        1e-3, "of the penalty", "a price of the initial relaxation below that says too little to allocate by"
    )
    penalty_factor: float = setting(
        4.0,
        "times the dearest cost of the block",
        "a shortfall must cost more than anything a block can do, or it pays to ask the impossible",
        "ten times the initial relaxation's own dual in its place: LNG at a million CNY a MWh pushed all else aside",
    )
    penalty_floor: float = setting(1.0, "CNY/MWh", "the same of a block in which nothing costs anything")
    edge_weights: int = setting(
        1,
        "HiGHS's number",
        "Devex: from a kept basis as good as steepest edge (2), whose first weights take long",
        "ablation on 2 zones: no difference beyond the noise of a busy machine",
        (0, 2),
    )
    elastic_passes: int = setting(3, "passes", "how often prices are handed on from rows to rows by elastic columns")

    # cuts and master problem
    bound_passes: int = setting(3, "passes", "over all rows, tightening bounds of columns that dual bounds need")
    bound_rows: int = setting(200_000, "rows", "(columns) looked at together, for the sake of memory")
    money_scale: float = setting(
        1e-6,
        "per CNY",
        "money inside the master problem, near capacities in MW; blocks stay in CNY",
        f"{EARLIER}: millions inside blocks lost up to 1 % of a block's cost to HiGHS's absolute dual tolerance",
    )
    most_cuts: int = setting(60, "per block", "beyond that, cuts that were not needed for a while are forgotten")
    idle_solves: int = setting(
        30, "solves", "that while", f"{EARLIER}: after 8 the bound of the 8-zone system stalled for 14 rounds"
    )
    working_solves: int = setting(
        8,
        "solves",
        "cuts not needed for longer leave the master problem until a solution violates them",
        "three years, 10,000 cuts, of which 1,500 bound something: 15 to 25 s a solve, 3 s with those of 4 rounds",
    )
    cut_passes: int = setting(3, "solves", "until no cut at rest is violated, at most")
    cut_violation: float = setting(1e-8, "of the objective", "by which a solution violates a cut at rest", ROUNDING)
    stored_solves: int = setting(5, "solves", "cuts not needed for longer are not kept for the warm store")
    master_iterations: int = setting(
        10_000,
        "iterations",
        "from the last basis, of which a few thousand are usual; then by the interior point method",
        "three years, 7,400 cuts: 92,953 iterations and 147 s without, 15 s by the interior point method",
    )
    inside_solves: int = setting(4, "solves", "by the interior point method, before the simplex method is tried again")
    master_iterations_from_scratch: int = setting(100_000, "iterations", "when that finds nothing")

    # trial points
    passed_on: int = setting(
        4,
        "blocks",
        "infeasible ones, the dearest first, whose duals prove cuts for all blocks of their shape as well",
        "Nantong 2030 with six prices a day, segments to 0.7 %: 46 CPU s without, 32 with 2 or 4; 25 with the next",
        (0, 1),
    )
    in_out_first: float = setting(
        0.05,
        "of the way",
        "first such step",
        "as passed_on: half of the way cost three rounds in which all blocks were short",
    )
    in_out_step: float = setting(
        0.5,
        "of the way",
        "from the best decision towards the master solution, longest",
        f"{EARLIER}: alone 28 s for Nantong and 247 s for 8 zones, with a trust region 38 and 221 s",
        (0.25, 0.8, 1.0),
    )
    in_out_least: float = setting(0.02, "of the way", "shortest such step")
    in_out_shrink: float = setting(0.5, "times", "after a trial point that asked the impossible", CHOSEN, (0.25, 0.8))
    in_out_growth: float = setting(1.5, "times", "after one that did not", CHOSEN, (1.0, 3.0))
    in_out_too_far: float = setting(2.0, "times the gap", "a trial point that costs so much more asked the impossible")
    radius: float = setting(
        0.3,
        "of the scale of a decision",
        "first half side of the trust region",
        "ablation on 2 zones: 28 rounds, with half 28 and with double 27",
    )
    radius_least: float = setting(1e-3, "of the scale", "its least")
    radius_most: float = setting(4.0, "of the scale", "its most")
    radius_growth: float = setting(2.0, "times", "after a serious step", CHOSEN, (1.5, 4.0))
    radius_shrink: float = setting(0.5, "times", "after any other", CHOSEN, (0.25, 0.8))
    serious_gain: float = setting(
        0.05,
        "of the promise",
        "a serious step in the trust region gains that of what the cuts promised",
        "ablation on 2 zones: 28 rounds, with half and with double as well",
    )
    serious_move: float = setting(0.02, "of the gap", "a serious in-out step moves the bounds by that")
    scale_share: float = setting(0.3, "of the mean", "scale of a decision that is small beside others of its variable")
    scale_floor: float = setting(1.0, "MW, MWh", "scale of a decision that is zero")

    # prices
    price_spread: float = setting(
        0.01,
        "of a price",
        "blocks keep to the proof's prices of the decision within that, and so near to the plan",
        "as price_iterations: 21,853 in all, with 0.02 21,191, with 0.05 18,915",
        (0.02, 0.05),
    )
    price_shrinking: float = setting(
        0.05,
        "of a capacity",
        "it becomes no smaller in a block: what earns less than its cost keeps what it earns; larger as need be",
        "as price_iterations, seven blocks: 6,002 iterations, 2.4 CPU s; with 0.3 7,066, 2.8; without limit 8,930, 3.6",
        (0.02, 0.3),
    )
    price_widening: float = setting(
        1e-5, "of a limit", "limits of the first stage are wider by that, so that a price is what the last unit costs"
    )
    price_iterations: int = setting(
        10_000,
        "iterations",
        "of a block from its dispatch",
        "Nantong, three years, 24 of 219 blocks: 110 to 2,179; from a basis made of values and duals 700 to 3,300",
    )
    price_iterations_from_scratch: int = setting(50_000, "iterations", "when it is begun anew; then old duals stay")
    price_time_share: float = setting(0.1, "of the time limit", "blocks begun later keep the duals of their dispatch")
    price_nearness: float = setting(
        0.05,
        "of the terms of a row",
        "capacities have prices in rows that the plan comes so near to",
        "two years of Nantong in eight weeks: all rows 46 s, only those reached 3 s, and a price missed",
    )
    price_spread_floor: float = setting(1e-6, "CNY per unit", "and within that where a price is nothing")

    # verdicts
    question_share: float = setting(0.1, "of the time for all questions", "that one of them may take")

    # undivided dispatch of all hours, where blocks cannot be joined well
    undivided_gap_share: float = setting(0.1, "of the gap asked for", "how exactly it is solved")
    undivided_gap_floor: float = setting(1e-8, "1", "and no more exactly than that", ROUNDING)
