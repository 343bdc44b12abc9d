"""Listening: what official clients and raw sockets get, and what the feed and the watches do behind them."""
