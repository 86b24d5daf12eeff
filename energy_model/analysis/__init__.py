"""What a solution says: tables, targets and the audit. Reads solved datasets, never the model."""
