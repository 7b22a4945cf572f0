"""Stamps on pictures of papers: found by ink, frames and letters, read by Tesseract, compared with a closed vocabulary.

`numpy`, `opencv` and Tesseract are heavy: whoever reads files imports these modules with the first picture, not before.
"""
