"""Who should meet whom: taxonomy, closeness of topics, score, reasons, and which pairs ask to meet."""
