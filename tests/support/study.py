"""A tiny complete study for tests: a city, a wind farm at sea, coal, hydrogen, a battery, a cable, trade, a week.

All its numbers are made up to be easy to compute with; they describe no real place.
"""

from __future__ import annotations

import csv
import math
from datetime import datetime, timedelta
from pathlib import Path

HOURS = 168
SEA_FACTOR = {"calm": 0.1, "windy": 0.9}

TABLES = {
    "zones": """
zone,name_zh,name_en,kind,latitude,longitude
city,城市,City,city,32.0,120.9
sea,海上,Sea,offshore,32.5,121.8
""",
    "carriers": """
carrier,name_zh,name_en,emission_factor [kg/GJ],colour
electricity,电,Electricity,,#1f77b4
coal,煤,Coal,95,#333333
hydrogen,氢,Hydrogen,0,#2ca02c
""",
    "technologies": """
technology,behaviour,carrier,group,green,name_zh,name_en,colour
wind,supply,electricity,wind,yes,风电,Wind,#17becf
coal_plant,conversion,electricity,coal,no,煤电,Coal plant,#333333
electrolyser,conversion,hydrogen,hydrogen,,电解槽,Electrolyser,#2ca02c
battery,storage,electricity,battery,,电池,Battery,#9467bd
cable,transmission,electricity,grid,,海缆,Cable,#7f7f7f
""",
    "technology_data": """
technology,parameter,year,value,unit
wind,overnight_cost,2030,10000,CNY/kW
wind,overnight_cost,2040,8000,CNY/kW
wind,fixed_om_share,,2,%/year
wind,lifetime,,25,year
wind,wacc,,6,%
coal_plant,overnight_cost,,4000,CNY/kW
coal_plant,fixed_om,,100,元/kW/year
coal_plant,variable_om,,20,CNY/MWh
coal_plant,lifetime,,30,year
coal_plant,min_load,,30,%
coal_plant,ramp,,1,%/min
coal_plant,start_cost,,50,CNY/kW
electrolyser,overnight_cost,,3000,CNY/kW
electrolyser,lifetime,,20,year
battery,overnight_cost,,500,CNY/kW
battery,overnight_cost_energy,,800,CNY/kWh
battery,variable_om,,1,CNY/MWh
battery,lifetime,,15,year
battery,efficiency_in,,95,%
battery,efficiency_out,,95,%
battery,standing_loss,,0.24,%/d
battery,duration_min,,1,h
battery,duration_max,,8,h
cable,overnight_cost,,1000,CNY/kW
cable,overnight_cost_distance,,20,CNY/kW/km
cable,lifetime,,40,year
cable,loss,,1,%
cable,loss_distance,,0.0001,1/km
""",
    "ports": """
technology,carrier,direction,value,unit
coal_plant,electricity,out,1,MWh/MWh
coal_plant,coal,in,300,gce/kWh
electrolyser,hydrogen,out,1,MWh/MWh
electrolyser,electricity,in,1.5,MWh/MWh
""",
    "assets": """
asset,technology,zone,availability,site,site_use,retirable,name_zh,name_en
sea_wind,wind,sea,sea_wind,seabed,0.5,no,海上风电,Sea wind
city_coal,coal_plant,city,,,,yes,城市煤电,City coal
city_electrolyser,electrolyser,city,,,,,城市电解槽,City electrolyser
city_battery,battery,city,,,,,城市电池,City battery
""",
    "links": """
link,technology,from_zone,to_zone,bidirectional,length [km],name_zh,name_en
sea_cable,cable,sea,city,yes,50,海缆,Sea cable
""",
    "plants": """
plant,asset,capacity [MW],energy [MWh],start,end,status,name_zh,name_en
wind_1,sea_wind,500,,2020,,operating,风电一期,Wind 1
wind_2,sea_wind,300,,2028,,committed,风电二期,Wind 2
coal_1,city_coal,600,,1999,2029,operating,老煤电,Old coal
coal_2,city_coal,1000,,2014,,operating,煤电,Coal
battery_1,city_battery,100,200,2024,,operating,电池,Battery
cable_1,sea_cable,800,,2020,,operating,海缆,Cable
""",
    "potentials": """
asset,year,minimum [GW],maximum [GW]
sea_wind,2030,0.8,2
sea_wind,2040,0.8,4
city_electrolyser,,,0.5
city_battery,,,1
sea_cable,,,4
""",
    "sites": """
site,name_zh,name_en
seabed,海域,Seabed
""",
    "site_data": """
site,year,maximum [GW]
seabed,2030,2.5
seabed,2040,3.5
""",
    "demands": """
demand,zone,carrier,profile,unserved_cost [CNY/kWh],interruptible_share [%],interruption_cost [CNY/kWh],name_zh,name_en
city_load,city,electricity,city_load,50,5,3,城市负荷,City load
city_hydrogen,city,hydrogen,,20,,,城市用氢,City hydrogen
""",
    "demand_data": """
demand,year,energy [TWh/year]
city_load,2030,8.76
city_load,2040,10.512
city_hydrogen,2030,0.0876
""",
    "markets": """
market,zone,carrier,direction,price_profile,emission_intensity [t/MWh],name_zh,name_en
coal_purchase,city,coal,buy,,,购煤,Coal purchase
power_purchase,city,electricity,buy,tariff,0.55,购电,Power purchase
power_sale,city,electricity,sell,,,售电,Power sale
""",
    "market_data": """
market,year,price [CNY/MWh],capacity [MW],energy [TWh/year]
coal_purchase,,100,100000,
power_purchase,,600,500,2
power_sale,2030,200,300,
power_sale,2040,180,300,
""",
    "settings": """
setting,year,value,unit
wacc,,7,%
discount_rate,,5,%
base_year,,2025,year
co2_price,2030,60,CNY/t
co2_price,2040,200,CNY/t
""",
    "profiles": """
profile,kind,name_zh,name_en
sea_wind,availability,海上风况,Sea wind
city_load,demand,城市负荷,City load
tariff,price,电价,Tariff
""",
    "metrics": """
metric,unit,name_zh,name_en
wind_capacity,GW,风电装机,Wind capacity
green_energy,TWh,绿电,Green energy
power_use,TWh,用电量,Power use
carbon,Mt,碳排放,CO2
""",
    "metric_terms": """
metric,quantity,technology,group,zone,asset,carrier,green,coefficient
wind_capacity,capacity,,wind,,,,,
green_energy,generation,,,,,electricity,yes,
power_use,consumption,,,city,,electricity,,
carbon,emissions,,,,,,,
""",
    "indicators": """
indicator,name_zh,name_en
""",
    "indicator_data": """
indicator,year,value,unit
""",
    "readings": """
reading,option,options,name_zh,name_en,basis
""",
    "targets": """
target,metric,of,year,sense,value,unit,clause,facts,name_zh,name_en,basis
wind_2030,wind_capacity,,2030,at_least,1.5,GW,none,,风电装机,Wind capacity,As written.
green_share,green_energy,power_use,2030,at_least,30,%,none,,绿电占比,Green share,As written.
carbon_cap,carbon,,2030,at_most,5,Mt,none,,碳排放,CO2,As written.
""",
    "known": """
known,metric,of,year,low,high,unit,name_zh,name_en
power_2030,power_use,,2030,8,9,TWh,用电量,Power use
wind_hours,green_energy,wind_capacity,2030,2000,4000,hour,风电利用小时,Hours of wind
""",
}  # fmt: skip


def write_study(folder: Path, hours: int = HOURS, encoding: str = "utf-8") -> Path:
    """Write the study into ``folder`` (inputs/ and scenarios/baseline.yaml) and give the folder back.

    hours: rows of the hourly table, from 1 January 2025; 8,760 is a full year.
    """
    (folder / "inputs").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    baseline = "name_zh: 基准\nname_en: Baseline\nyears: [2030]\n"
    (folder / "scenarios" / "baseline.yaml").write_text(baseline, encoding="utf-8")
    for name, text in TABLES.items():
        rows = list(csv.reader(text.strip().splitlines()))
        rows = [[*row, *("source", "confidence")] if i == 0 else [*row, "made up", "C"] for i, row in enumerate(rows)]
        write_rows(folder, name, rows, encoding)
    write_rows(folder, "hourly", hourly_rows(hours), encoding)
    return folder


def hourly_rows(hours: int) -> list[list[str]]:
    """Make the hourly table: wind in spells of a day, a load with a daily wave, a tariff in two steps."""
    rows = [["time", "sea_wind", "city_load", "tariff"]]
    for hour in range(hours):
        wind = SEA_FACTOR["windy" if hour // 24 % 2 else "calm"]
        load = 1 - 0.3 * math.cos(2 * math.pi * hour / 24)
        tariff = 1.5 if hour % 24 >= 12 else 0.5
        time = datetime(2025, 1, 1) + timedelta(hours=hour)
        rows.append([f"{time:%Y-%m-%d %H:%M}", f"{wind}", f"{load:.9f}", f"{tariff}"])
    return rows


def read_rows(folder: Path, table: str) -> list[list[str]]:
    """Read a table of the study as rows of words; the header is row 0."""
    with (folder / "inputs" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(folder: Path, table: str, rows: list[list[str]], encoding: str = "utf-8") -> None:
    """Write a table of the study."""
    with (folder / "inputs" / f"{table}.csv").open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def change_cell(folder: Path, table: str, row: int, column: str, text: str) -> None:
    """Write ``text`` into one cell; the header is row 1, columns are named without their unit."""
    rows = read_rows(folder, table)
    names = [word.split(" [")[0] for word in rows[0]]
    rows[row - 1][names.index(column)] = text
    write_rows(folder, table, rows)


def add_row(folder: Path, table: str, **cells: str) -> None:
    """Append a row, its cells by column (named without unit); columns that the table lacks are added, blank above."""
    header, *rows = read_rows(folder, table)
    names = [word.split(" [")[0] for word in header]
    cells = {"source": "made up", "confidence": "C"} | cells
    new = [name for name in cells if name not in names]
    rows = [[*row, *[""] * len(new)] for row in rows] + [[cells.get(name, "") for name in [*names, *new]]]
    write_rows(folder, table, [[*header, *new], *rows])


def set_cell(folder: Path, table: str, key: str, column: str, text: str) -> None:
    """Write into a column of the row that begins with ``key``; the column is added where the table lacks it."""
    header, *rows = read_rows(folder, table)
    names = [word.split(" [")[0] for word in header]
    if column.split(" [")[0] not in names:
        write_rows(folder, table, [[*header, column], *([*row, ""] for row in rows)])
    position = next(k for k, row in enumerate(rows) if row[0] == key)
    change_cell(folder, table, position + 2, column.split(" [")[0], text)
