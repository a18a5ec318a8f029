"""The guide's macros, and everything behind them: topology, plan, files, diagrams, lab."""
