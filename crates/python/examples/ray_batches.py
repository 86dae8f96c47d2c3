"""Codes reports on a cluster of Ray whose machines have Python and pyarrow, but not this package.

python3 ray_batches.py WHEEL REPORTS OUT: WHEEL is the wheel of this package, which Ray brings to its
workers; REPORTS are JSON Lines; OUT becomes a folder of Parquet with id, error and record.
"""

import sys
from typing import Any

import pyarrow as pa
import ray


class Coder:
    """An engine for each worker, which loads its packs once."""

    def __init__(self) -> None:
        import risalah

        # Ray gives a worker one core, so the engine uses one thread.
        self.engine = risalah.Engine(threads=1)

    def __call__(self, reports: pa.Table) -> pa.Table:
        records = list(self.engine.code_many(reports))
        columns: dict[str, list[Any]] = {
            "id": [record.id for record in records],
            "error": [record.error for record in records],
            "record": [None if record.error else record.to_json() for record in records],
        }
        return pa.table(columns, pa.schema(dict.fromkeys(columns, pa.string())))


def main(wheel: str, reports: str, out: str) -> None:
    ray.init(runtime_env={"py_modules": [wheel]})
    rows = ray.data.read_json(reports)
    # One core is left for reading and writing: workers hold theirs for as long as they live.
    most = max(1, int(ray.cluster_resources()["CPU"]) - 1)
    # Batches of a few hundred keep a worker's memory small and its work long enough.
    coded = rows.map_batches(Coder, batch_format="pyarrow", batch_size=256, concurrency=(1, most))
    coded.write_parquet(out)
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
