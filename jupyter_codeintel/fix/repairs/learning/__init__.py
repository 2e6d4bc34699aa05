"""Estimators, and data to train and to test with."""
