"""Blacking out (遮盖): from a file and boxes to a file of pictures in which nothing is left."""
