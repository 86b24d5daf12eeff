"""Three days of sun from 1 January 2019 as their sources deliver them: the same hours in every layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

UTC = pd.date_range("2019-01-01", periods=72, freq="h")
LOCAL = UTC + pd.Timedelta(hours=8)


def sun(times: pd.DatetimeIndex) -> np.ndarray:
    """Output by hour of the day in China's time, highest from 12:00 to 13:00; the days differ by a tenth."""
    hour = np.asarray(times.hour, dtype=float)
    height = np.cos((hour - 12) / 12 * np.pi) * (1 - 0.1 * (np.asarray(times.day) % 3))
    return np.clip(height, 0, None).round(3)


SUN = sun(LOCAL)


def ninja(path: Path) -> str:
    notes = '# Renewables.ninja PV (Point API)\n# {"params": {"capacity": 2.0, "lat": 32.0}}\n'
    notes += "# Units: time in UTC, local_time in local time, electricity in kW\n"
    return _text(path, notes + _ninja_rows(2.0))


def ninja_without_notes(path: Path) -> str:
    return _text(path, _ninja_rows(1.0))


def _ninja_rows(capacity: float) -> str:
    stamps = {name: at.strftime("%Y-%m-%d %H:%M") for name, at in (("time", UTC), ("local_time", LOCAL))}
    return pd.DataFrame({**stamps, "electricity": capacity * SUN}).to_csv(index=False)


def pvgis(path: Path) -> str:
    above = "Latitude (decimal degrees):\t32.000\nRadiation database:\tPVGIS-SARAH3\n\n"
    above += "Nominal power of the PV system (c-Si) (kWp):\t2.0\n\ntime,P,G(i),Int\n"
    rows = "".join(f"{at:%Y%m%d:%H}10,{2000 * value:.1f},1.0,0.0\n" for at, value in zip(UTC, SUN, strict=True))
    return _text(path, above + rows + "\nP: PV system power (W)\n\nPVGIS (c) European Union, 2001-2025\n")


def pvgis_json(path: Path) -> str:
    hours = [{"time": f"{at:%Y%m%d:%H}10", "P": 2000 * value} for at, value in zip(UTC, SUN, strict=True)]
    found = {"inputs": {"pv_module": {"peak_power": 2.0}}, "outputs": {"hourly": hours}}
    return _text(path.with_suffix(".json"), json.dumps(found))


def epw(path: Path) -> str:
    above = "LOCATION,Somewhere,JS,CHN,SWERA,1,32.0,120.9,8.0,5.0\n" + "COMMENTS,x\n" * 7
    local = pd.date_range("2019-01-01", periods=72, freq="h")
    rows = "".join(
        f"{2003 + at.day},{at.month},{at.day},{at.hour + 1},60,?9,5,1,80,101000,0,0,300,{value},0,0,0,0,0,0,180,4.2,5\n"
        for at, value in zip(local, sun(local), strict=True)
    )
    return _text(path.with_suffix(".epw"), above + rows)


def nsrdb(path: Path) -> str:
    above = "Source,Location ID,Latitude,Longitude,Time Zone,Elevation,Local Time Zone\nNSRDB,1,32,121,0,5,8\n"
    rows = "".join(f"{at:%Y,%-m,%-d,%-H},30,{value}\n" for at, value in zip(UTC, SUN, strict=True))
    return _text(path, above + "Year,Month,Day,Hour,Minute,GHI\n" + rows)


def smard(path: Path) -> str:
    numbers = [f"{1e4 * value:,.2f}".translate(str.maketrans(",.", ".,")) for value in SUN]
    ends = LOCAL + pd.Timedelta(hours=1)
    rows = [f"{a:%d.%m.%Y %H:%M};{b:%d.%m.%Y %H:%M};{n}\n" for a, b, n in zip(LOCAL, ends, numbers, strict=True)]
    return _text(path, "\ufeffDatum von;Datum bis;Photovoltaik [MWh] Originalauflösungen\n" + "".join(rows))


def entso_e(path: Path) -> str:
    ends = UTC + pd.Timedelta(hours=1)
    rows = [f'"{a:%d.%m.%Y %H:%M} - {b:%d.%m.%Y %H:%M}","{n}"\n' for a, b, n in zip(UTC, ends, SUN, strict=True)]
    return _text(path, '"MTU (UTC)","Solar - Actual Aggregated [MW]"\n' + "".join(rows))


def opsd(path: Path) -> str:
    stamps = {"utc_timestamp": UTC.strftime("%Y-%m-%dT%H:%M:%SZ"), "cet_cest_timestamp": UTC.strftime("%Y-%m-%dT%H:%M")}
    return _text(path, pd.DataFrame({**stamps, "DE_solar": SUN}).to_csv(index=False))


def gb18030(path: Path) -> str:
    table = pd.DataFrame({"时间": LOCAL.strftime("%Y/%-m/%-d %-H:%M"), "光伏（标幺）": SUN}).to_csv(index=False)
    path.write_bytes(table.encode("gb18030"))
    return str(path)


def excel(path: Path) -> str:
    path = path.with_suffix(".xlsx")
    ends = [f"{at - pd.Timedelta(hours=1):%Y年%-m月%-d日} {at.hour or 24}时" for at in LOCAL + pd.Timedelta(hours=1)]
    pd.DataFrame({"时刻": ends, "光伏": SUN}).to_excel(path, index=False)
    return str(path)


def excel_dates(path: Path) -> str:
    path = path.with_suffix(".xlsx")
    pd.DataFrame({"时间": LOCAL, "光伏": SUN}).to_excel(path, index=False)
    return str(path)


def date_and_clock(path: Path) -> str:
    rows = [f"{at:%d.%m.%Y;%H:%M};{value}" for at, value in zip(LOCAL, SUN, strict=True)]
    return _text(path, "Datum;Anfang;PV\n" + "\n".join(rows))


def date_and_hour(path: Path) -> str:
    """Hours from 1 to 24 in a column of their own."""
    rows = [f"{at:%Y-%m-%d},{at.hour + 1},{value}" for at, value in zip(LOCAL, SUN, strict=True)]
    return _text(path, "日期,小时,光伏\n" + "\n".join(rows))


def day_a_row(path: Path) -> str:
    """A day a row, an hour a column."""
    whole = pd.date_range("2019-01-01", periods=72, freq="h")
    days = sun(whole).reshape(3, 24)
    rows = [f"2019/1/{day + 1}," + ",".join(map(str, values)) for day, values in enumerate(days)]
    return _text(path, "日期," + ",".join(f"{hour + 1}时" for hour in range(24)) + "\n" + "\n".join(rows))


def era5(path: Path) -> str:
    """As the Climate Data Store has it since 2024: valid_time, and one place."""
    path = path.with_suffix(".nc")
    coordinates = {"valid_time": UTC.to_numpy(), "latitude": [32.0], "longitude": [121.0], "number": 0}
    values = SUN.reshape(-1, 1, 1)
    xr.Dataset({"pv": (("valid_time", "latitude", "longitude"), values)}, coordinates).to_netcdf(path)
    return str(path)


FILES: dict[str, tuple[Callable[[Path], str], str]] = {  # writer, and the column or column/number to take
    "ninja": (ninja, "electricity"),
    "ninja without notes": (ninja_without_notes, "electricity"),
    "PVGIS": (pvgis, "P"),
    "PVGIS JSON": (pvgis_json, "P"),
    "EPW": (epw, "ghi"),
    "NSRDB": (nsrdb, "GHI"),
    "SMARD": (smard, "Photovoltaik/10000"),
    "ENTSO-E": (entso_e, "Solar - Actual Aggregated"),
    "OPSD": (opsd, "DE_solar"),
    "GB18030": (gb18030, "光伏（标幺）"),
    "Excel, 1时 to 24时": (excel, "光伏"),
    "Excel, dates": (excel_dates, "光伏"),
    "date and clock": (date_and_clock, "PV"),
    "date and hour": (date_and_hour, "光伏"),
    "a day a row": (day_a_row, "value"),
    "ERA5": (era5, "pv"),
}


def _text(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)
