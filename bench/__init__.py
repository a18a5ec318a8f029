"""How long files and pages take, as ratios to the least work possible, measured in one run. `make bench`."""
