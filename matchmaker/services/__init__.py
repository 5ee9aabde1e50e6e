"""Use cases: one module of plain functions for each group of them."""
