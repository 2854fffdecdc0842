"""The console's screens, asked as the host asks them, with fakes behind them."""
