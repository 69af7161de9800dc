"""Daft: ``articles.with_column("record", onrecord.daft.extract(daft.col("text")))``.

The column it makes is a struct of ``document``, ``statements``, ``labels``, ``entities``, and ``error``, which says why
the others are null where an article could not be read.
"""

from __future__ import annotations

from typing import Optional

import daft
import pyarrow

from . import _onrecord
from ._read import extract_table

_FIELDS = pyarrow.struct(list(pyarrow.schema(_onrecord.outcome_schema())))


@daft.func.batch(return_dtype=daft.DataType.from_arrow_type(_FIELDS))
def extract(text: daft.Series, published: Optional[daft.Series] = None) -> pyarrow.Array:
    """Reads a column of texts, with a column of publication dates where there is one."""
    columns = {"text": text.to_arrow()}
    if published is not None:
        columns["published"] = published.to_arrow().cast(pyarrow.string())
    made = pyarrow.table(extract_table(pyarrow.table(columns), jobs=1))
    return pyarrow.StructArray.from_arrays([column.combine_chunks() for column in made.columns], fields=list(_FIELDS))
