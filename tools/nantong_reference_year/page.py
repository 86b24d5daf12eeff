"""The page that shows the reference year against what is known (docs/reference_year.md)."""

from collections.abc import Iterable
from itertools import combinations

import pandas as pd

from tools.nantong_reference_year import era5, wind
from tools.nantong_reference_year.facts import WIND_LENGTH, Fact, facts
from tools.nantong_reference_year.process import Place, distance_law, distances

HEAD = """\
# The reference year

<!-- Written by `python -m tools.nantong_reference_year.main --page docs/reference_year.md`; do not edit by hand. -->

**The hours in `inputs/hourly.csv` are synthetic.** No station measured them. They are drawn from a seed ({seed}) and
calibrated so that known figures of Nantong hold and that persistence, spread, calm spells and correlations lie near
those of real weather (ERA5, 2020). They are meant for planning studies. They are no forecast, hold no typhoon, and
their months are those of 2020, not a climatology. Put own weather in their place when you have it:
`energy-model import` (`docs/weather.md`).

**中文摘要。** 本参考年共 8760 小时（UTC+8，时刻为小时起点，日历取 2030 年，无闰日），
为合成数据，并非实测。风、光、负荷由固定随机种子生成，并校准到已知事实：近海风电 2700 小时、
深远海 3300 小时、陆上 2000 小时、地面光伏 1130 小时；全市最大负荷出现在 7-8 月 11-14 时，
峰均比 1.59，冬季高峰为夏季的 0.88，最小负荷出现在春节夜间。逐月均值、自相关、连续低风时段
及区域相关性与 ERA5（2020 年，江苏、上海、浙江）比较，允许偏差见下表。分时电价取江苏
苏发改价格发〔2025〕426 号的时段与浮动比例；
省现货价格形状为自行合成，
按江苏 2025 年 6 月至 2026 年 1 月逐月逐时均值校准。以大代小风电（2350 小时）、城市燃气、电动汽车
无序充电与接桩率曲线、大型火电可用率（夏冬 0.99、春秋检修季 0.85）为假设。
可用自有气象文件（CSV 或 atlite 的 NetCDF）替换。

## How it is made

Files are those of `tools/nantong_reference_year/`.

- **Wind** (`wind.py`): Gaussian latents, one for each area, of a smooth synoptic part (autocorrelation
  about (1 + h/tau) exp(-h/tau), tau 9-11 h, so that it dies out over two days) and a local AR(1) of a few hours; a
  Weibull speed (k = 2.3) with a monthly level and a small daily cycle; the smoothed power curve of an area with its
  wakes and outages. The monthly levels are fitted so that monthly means and full-load hours are met: by the wind,
  not by clipping. Repowered farms on land stand in the wind of the old ones: a higher hub (120 m for 80 m) and a rated
  speed that is solved for 2,350 full-load hours (C).
- **Sun** (`solar.py`): solar position, Ineichen clear sky with the Linke turbidity climatology, Erbs,
  Hay-Davies and PVWatts of pvlib; a clear-sky index from a latent with day-to-day persistence (the same two-scale
  process), its monthly level fitted likewise.
- **Demand** (`demand.py`): month x day type x hour, Spring Festival (3 February 2030) as a standstill that
  fades in and out, National Day week, an answer of industry to the tariff, cooling and heating by a synthetic
  temperature. How much cooling and heating weigh is solved from the load factor and the winter peak. The factors of
  hours and days are assumptions (C).
- **City gas** (`city_gas.py`): what the pipes take in over the day, times warmth wanted below 18 degrees;
  how much warmth weighs is solved for a peak month of 1.3 times the mean (C).
- **Vehicles** (`charging.py`): charging that nobody steers, by day type, more on cold and hot days; and the
  share of vehicles that is plugged in. Hours and shares are assumptions (C): no measured profile of Nantong is public.
  The national pilots of vehicle-grid interaction want 60 % of the charging in the tariff's valley (notice of September
  2024); without steering it is less.
- **Thermal plants** (`maintenance.py`): what of large coal and gas plants is not away. Not weather: 0.99 in
  the tariff's summer and winter months, 0.85 in spring and autumn, when planned work is done; 0.92 over the year, as
  reliability bulletins say of large units (recalled). The split by season is an assumption (C).
- **Prices** (`tariff.py`): levels and periods of the provincial tariff, notice 苏发改价格发〔2025〕426号
  (<https://fzggw.jiangsu.gov.cn/art/2025/4/30/art_284_11557001.html>, read in secondary copies that agree). June to
  August and December to February: peak 14-22 h, valley 0-6 and 11-13 h; else peak 15-22 h, valley 2-6 and 10-14 h;
  +80 %, -65 %. Demand answers to it. Super-peak and holiday valleys are left out.
- **Spot price of the province** (`spot.py`): synthetic, and no series of the exchange. How tight supply is in an hour
  is the province's demand less its sun and wind of these same hours, at half its weight, and what is not weather
  (outages, bids, the price of coal): a slow part of ten days and a fast one of six hours, drawn from the seed. Where
  supply is ample the price is at its floor, a tenth of the mean; above it rises with tightness. How far demand swings
  (half as far as the city's) and how much sun there is (75 GW) are fitted to means by month and hour of Jiangsu's
  dispatch, June 2025 to January 2026 (root mean square error 4.4 % of the month's mean); the table below has what the
  price is fitted to. Neighbouring hours are put at their mean, six prices a day, where that loses least. What is
  published was worked out from a public repository without a licence: none of its rows is shipped. More sun makes the
  valley at noon deeper from year to year (`spot_2030`, `spot_2035`; the province's later wind and sun are
  assumptions, and that the floor stays where it was: in January and February 2026 it was at 200 CNY/MWh and a day
  spread by some 80). The draw decides which weeks are dear: no month means anything. Buying and selling follow the
  one shape.

## Against the facts

`known` is a figure or the band of ERA5's provinces (Jiangsu and Shanghai; for the far sea also Zhejiang). `distance`
is how far the year lies outside of it, `allowed` how far it may. Of {count} facts {holding} hold; {exact} lie inside
the band or within 1 % of the figure. `lag_h` is the autocorrelation after h hours, `hourly_change` the standard
deviation of the change from hour to hour, `q..` a quantile. A calm is 24 hours with a mean below 10 % of the rated
power; long calms last at least 48 hours; the longest is in hours. `day_to_day` is the autocorrelation of the daily
deviations from the monthly mean, `daily_spread` their standard deviation.

Full-load hours, monthly means, load factor and winter peak are met by construction. The rest is the method's doing.
Its allowances were set with the seeds 1 to 19 in view, for each of which every fact holds too;
{others}
"""

OTHERS = """\
of 100 to 111, looked at while it was fitted as well, one (108) has a single calm of 327 hours off Qidong, 86 longer
than ERA5's longest, where 72 are allowed. Twenty seeds that nothing was fitted to (200 to 219): nineteen keep every
fact; in one (207) the city peaks in June and its minimum falls five days after the Spring Festival.\
"""

LAW = """
## Sea areas: the law of distance

The innovations of two areas d km apart correlate as exp(-d/450). The outputs follow it to within 0.10 (rows above;
the power curve lowers a correlation by about 0.05). ERA5 gives three pairs to judge the length by. Their distances
are between rough centres of the provinces' sea areas (C): Jiangsu 33.5 N 121.4 E, Shanghai 31.2 N 122.3 E, Zhejiang
29.0 N 122.5 E.

| pair | km | ERA5 | exp(-km/450) |
|---|---|---|---|
{pairs}
One length does not fit all three: it is too low by 0.13 to the north and too high by 0.11 and 0.16 to the south,
where the coast turns. Nantong's areas are at most {span:.0f} km apart.

## The ERA5 figures

Hourly capacity factors of 2020 by province from the public repository Rick10119/PyPSA-China-THU (data CC0-1.0).
Contains modified Copernicus Climate Change Service information 2020. Labels moved from the end to the beginning of
the hour; 29 February left out. Frozen in `era5.py`, computed by `statistics.py`; the series are
not shipped.

"""

PROVINCE_SEAS = (Place("jiangsu", 33.5, 121.4), Place("shanghai", 31.2, 122.3), Place("zhejiang", 29.0, 122.5))
"""Rough centres of the provinces' offshore wind areas (C)."""


def page(hourly: pd.DataFrame, seed: int) -> str:
    """The page in Markdown for a reference year [hour x profile] drawn from a seed."""
    found = facts(hourly)
    exact = sum(fact.distance <= 0.01 * max(abs(fact.low), abs(fact.high)) for fact in found)
    holding = sum(fact.holds for fact in found)
    head = HEAD.format(seed=seed, count=len(found), holding=holding, exact=exact, others=OTHERS)
    span = distances(tuple(farm.place for farm in wind.FARMS[1:])).max()
    law = LAW.format(pairs=law_rows(), span=span)
    return head + "\n" + fact_table(found) + law + statistics_table() + "\n" + monthly_table()


def law_rows() -> str:
    """The provinces' pairs: distance, correlation in ERA5, correlation by the law."""
    apart, law = distances(PROVINCE_SEAS), distance_law(PROVINCE_SEAS, WIND_LENGTH)
    lines = ""
    for i, j in combinations(range(len(PROVINCE_SEAS)), 2):
        names = PROVINCE_SEAS[i].name, PROVINCE_SEAS[j].name
        known = era5.CORRELATION[f"offwind_{names[0]}", f"offwind_{names[1]}"]
        lines += f"| {names[0].title()}, {names[1].title()} | {apart[i, j]:.0f} | {known:.2f} | {law[i, j]:.2f} |\n"
    return lines


def number(value: float) -> str:
    """A number as short as the table needs it."""
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3f}".rstrip("0").rstrip(".")


def rows(cells: Iterable[Iterable[str]], header: tuple[str, ...]) -> str:
    """A Markdown table."""
    lines = [header, tuple("---" for _ in header), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def fact_table(found: list[Fact]) -> str:
    """Every fact with the year's value, what is known, distance and allowance."""
    cells = (
        (
            fact.profile,
            fact.figure,
            number(fact.value),
            number(fact.low) if fact.low == fact.high else f"{number(fact.low)} .. {number(fact.high)}",
            number(fact.distance),
            number(fact.allowed),
            fact.source if fact.holds else f"{fact.source} **MISSED**",
        )
        for fact in found
    )
    return rows(cells, ("profile", "figure", "reference year", "known", "distance", "allowed", "source"))


def statistics_table() -> str:
    """The frozen figures by series."""
    series = list(era5.STATISTICS)
    figures = era5.STATISTICS[series[0]]
    cells = ((figure, *(number(era5.STATISTICS[name][figure]) for name in series)) for figure in figures)
    return rows(cells, ("figure", *series))


def monthly_table() -> str:
    """The frozen monthly means by series."""
    cells = ((name, *(f"{mean:.4f}" for mean in means)) for name, means in era5.MONTHLY.items())
    return rows(cells, ("monthly mean", *(str(month) for month in range(1, 13))))
