"""Apache Spark: ``articles.mapInArrow(onrecord.spark.extract, onrecord.spark.SCHEMA)``.

One row out for each row in: ``document``, ``statements``, ``labels``, ``entities``, and ``error``, which says why the
others are null where an article could not be read. No row makes a job fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from . import _onrecord
from ._read import extract_table

#: The types of the rows that :func:`extract` makes.
SCHEMA: StructType = from_arrow_schema(pyarrow.schema(_onrecord.outcome_schema()))


def extract(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Reads the articles of a partition on one core, since Spark runs as many partitions as it has cores."""
    for batch in batches:
        yield from pyarrow.RecordBatchReader.from_stream(extract_table(batch, jobs=1))
