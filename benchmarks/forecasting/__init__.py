"""The backtest of forecasts: what was forecast on past days of the synthetic province, and what came."""
