"""PDSA cycles: one change tested as the method demands, from the prediction to the decision."""
