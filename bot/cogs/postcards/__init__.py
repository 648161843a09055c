"""The digital postcard: written, reviewed, printed and handed over."""
