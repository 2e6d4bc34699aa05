"""The server's edge: authenticate, validate, call one service, serialise."""
