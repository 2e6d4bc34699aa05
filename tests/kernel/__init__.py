"""Tests of talking to live kernels; each ends the kernels that it starts."""
