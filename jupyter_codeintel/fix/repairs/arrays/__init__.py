"""Sizes, axes and products of arrays, and plots of them."""
