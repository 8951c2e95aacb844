"""Procedural emoji scenes with boxes and captions, in COCO's formats."""
