"""PDSA cycles: to plan, to carry out, to look at and to hand out tests of change."""
