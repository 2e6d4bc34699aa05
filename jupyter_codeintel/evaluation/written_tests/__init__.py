"""How good the assertions are that ``/test`` writes."""
