"""The bundle of a case for a review or a court (卷宗): one file in order, and all the originals."""

from casework.bundle.made import Bundle, make

__all__ = ["Bundle", "make"]
