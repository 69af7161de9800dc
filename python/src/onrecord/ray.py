"""Ray Data: ``articles.map_batches(onrecord.ray.extract, batch_format="pyarrow")``.

One row out for each row in: ``document``, ``statements``, ``labels``, ``entities``, and ``error``, which says why the
others are null where an article could not be read.
"""

from __future__ import annotations

import pyarrow

from ._read import extract_table


def extract(batch: pyarrow.Table) -> pyarrow.Table:
    """Reads a batch of articles on one core, since Ray runs as many batches as it has cores."""
    return pyarrow.table(extract_table(batch, jobs=1))
