"""Training of the bundled small models on generated scenes."""
