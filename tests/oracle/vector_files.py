"""The files of tests/vectors, each read once."""
import functools
import json
import pathlib

import pytest

kFolder = pathlib.Path(__file__).parent.parent / "vectors"


@functools.cache
def fileNamed(name):
    return json.loads((kFolder / name).read_text())


@functools.cache
def vectorsOf(name, member="vectors"):
    file = fileNamed(name)
    return [pytest.param(file, vector, id=vector["id"]) for vector in file[member]]
