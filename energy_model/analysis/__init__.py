"""Tables, targets and the audit of a solution. Reads solved datasets, never the model."""
