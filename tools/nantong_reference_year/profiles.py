"""The index of the hourly columns: what each is, where it comes from, how sure it is."""

import pandas as pd

WEATHER = "synthetic: tools/nantong_reference_year/main.py, calibrated to {}"
LAND_HOURS = "1,900-2,100 full-load hours (assumed); months and persistence: ERA5 2020"
NEAR_HOURS = (
    "reported full-load hours of farms off Rudong, Dongtai and Binhai, 2022-25; months and persistence: ERA5 2020"
)
FAR_HOURS = "reported full-load hours of farms off Dafeng and Rudong, 2022-25; months and persistence: ERA5 2020"
PV_HOURS = "reported full-load hours of plants in Rudong, Hai'an, Qidong, 2022-25; months and persistence: ERA5 2020"
SYNTHETIC = "synthetic: tools/nantong_reference_year/main.py"
LOAD = (
    "synthetic: tools/nantong_reference_year/main.py; "
    "calibrated to 11.8 GW, 65 TWh and Jiangsu's winter peak (137/155 GW)"
)
TARIFF = "Jiangsu DRC 苏发改价格发〔2025〕426号, in force since 1 June 2025: periods and levels (secondary copies)"

SPOT = (
    "synthetic: tools/nantong_reference_year/spot.py, calibrated on means by month and hour, daily spread (263 "
    "CNY/MWh), floor hours (12 %) and prices by net load of Jiangsu, June 2025 to January 2026 (own working of "
    "a public repository)"
)
SPOT_NOTES = {
    2025: "no series of the exchange: six prices a day in the mean, from the province's residual load of the synthetic "
    "weather and what is not weather, drawn from the seed; at the floor (a tenth of the mean) in 13 % of the hours",
    2030: "as spot_2025 with 110 GW of sun and 35 GW of wind in the province (assumption): deeper at noon",
    2035: "as spot_2025 with 140 GW of sun and 50 GW of wind in the province (assumption): deeper at noon",
}

ROWS = (
    ("wind_onshore", "availability", "陆上风电", "Onshore wind", WEATHER.format(LAND_HOURS), "C",
     "synthetic year; 2,000 full-load hours"),
    ("wind_near_rudong", "availability", "如东近海风电", "Near-shore wind off Rudong", WEATHER.format(NEAR_HOURS), "C",
     "synthetic year; 2,700 full-load hours (reported 2,250-2,780)"),
    ("wind_near_qidong", "availability", "启东近海风电", "Near-shore wind off Qidong", WEATHER.format(NEAR_HOURS), "C",
     "synthetic year; 2,700 full-load hours (reported 2,250-2,780)"),
    ("wind_far", "availability", "深远海风电", "Far-shore wind", WEATHER.format(FAR_HOURS), "C",
     "synthetic year; 3,300 full-load hours (reported 3,000-3,500)"),
    ("pv_land", "availability", "地面光伏", "PV on land", WEATHER.format(PV_HOURS), "C",
     "synthetic year; 1,130 full-load hours (reported 1,000-1,225)"),
    ("pv_roof", "availability", "屋顶光伏", "Rooftop PV", WEATHER.format(PV_HOURS), "C",
     "synthetic year; 1,050 full-load hours: flatter and east-west roofs, assumption"),
    ("pv_tidal", "availability", "滩涂光伏", "PV on tidal flats", WEATHER.format(PV_HOURS), "C",
     "synthetic year; 1,130 full-load hours"),
    ("pv_offshore", "availability", "海上光伏", "Offshore PV", WEATHER.format(PV_HOURS), "C",
     "synthetic year; 1,200 full-load hours: fewer clouds over the sea, assumption"),
    ("load_urban", "demand", "城乡用电（服务业、居民、农业）", "Services, homes and farms", LOAD, "C",
     "hours and day types are assumptions; cooling and heating solved from load factor and winter peak"),
    ("load_industry", "demand", "工业用电", "Industry", LOAD, "C",
     "hours, day types and answer to the tariff are assumptions"),
    ("load_compute", "demand", "数据中心", "Data centres", "synthetic: tools/nantong_reference_year/main.py", "C",
     "nearly flat; cooling follows the synthetic temperature; assumption"),
    *(
        (f"spot_{year}", "price", f"省现货价格形状（{year}年）", f"Shape of the spot price, {year}", SPOT, "C", note)
        for year, note in SPOT_NOTES.items()
    ),
    ("spot_flat", "price", "省现货价格形状（地板价200元）", "Shape of the spot price with its floor at 200 CNY/MWh",
     "synthetic: tools/nantong_reference_year/spot.py, by the day-ahead prices of Jiangsu in January and February 2026 "
     "(own working of a public repository)", "C",
     "for scenarios: as spot_2030, at the floor 0.7 of the mean and rising less: two winter months, no spring seen"),
    ("wind_onshore_repowered", "availability", "陆上风电（以大代小）", "Onshore wind, repowered",
     WEATHER.format("the wind of wind_onshore; 2,350 full-load hours (assumed)"), "C",
     "synthetic year; same wind at a higher hub and a larger rotor, solved for 2,350 full-load hours: assumption"),
    ("load_gas", "demand", "城市燃气", "City gas", SYNTHETIC, "C",
     "homes and shops as the pipes take it in; heating solved for a peak month of 1.3 times the mean: assumption"),
    ("load_ev", "demand", "电动汽车无序充电", "Vehicles charging uncontrolled", SYNTHETIC, "C",
     "evening and night; more on cold and hot days; hours and day types are assumptions"),
    ("ev_plugged", "flexibility", "电动汽车接桩率", "Share of vehicles plugged in", SYNTHETIC, "C",
     "0.23 at noon of a workday to 0.56 at night: assumption, no measured share is public"),
    ("thermal_available", "availability", "大型煤电与燃机可用率", "Available share of large coal and gas plants",
     "tools/nantong_reference_year/maintenance.py: mean of 0.92, planned work in spring and autumn", "C",
     "91-93 % for large coal units in the reliability bulletins (UNVERIFIED: recalled); 0.99 and 0.85 are assumptions"),
)  # fmt: skip

PROFILES = pd.DataFrame(ROWS, columns=["profile", "kind", "name_zh", "name_en", "source", "confidence", "note"])
"""Table profiles.csv."""
