"""What a question takes from outside the keyboard, as ports, and this computer's own devices behind them. No widget asks them by name."""
