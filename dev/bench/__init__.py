"""`python3 -m dev bench`: what the app costs, as ratios within one run. A measurement, no gate."""
