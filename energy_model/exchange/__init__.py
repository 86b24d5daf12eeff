"""Other tools' files: studies made of them, and runs written as they have them."""
