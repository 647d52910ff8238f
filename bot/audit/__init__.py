"""The room that proves what happened: the chain, its export, decision receipts, and the replay of an approval."""
