"""Golden numbers for the map of clips: scikit-learn's nearest neighbours and trustworthiness, umap-learn's map.

The table is five blurred directions, 200 rows of 24 numbers. Needs numpy, scikit-learn, umap-learn.
"""
import json
from pathlib import Path

import numpy as np
import umap
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

ROWS, COLUMNS, NEIGHBOURS = 200, 24, 10
rng = np.random.default_rng(7)
centres = rng.normal(size=(5, COLUMNS))
table = centres[np.arange(ROWS) % 5] + 0.7 * rng.normal(size=(ROWS, COLUMNS))
table = np.round(table, 3).astype(np.float32)

distances, rows = NearestNeighbors(n_neighbors=NEIGHBOURS, metric="cosine", algorithm="brute").fit(table).kneighbors()
umaps = [umap.UMAP(metric="cosine", random_state=seed).fit_transform(table) for seed in range(3)]
flat = table[:, :2]
golden = {
    "rows": ROWS,
    "columns": COLUMNS,
    "table": [float(f"{v:.3f}") for v in table.ravel()],
    "neighbours": rows[:40].tolist(),
    "distances": np.round(distances[:40], 7).tolist(),
    "trustOfFirstTwoColumns": trustworthiness(table, flat, n_neighbors=NEIGHBOURS, metric="cosine"),
    "trustOfUmapLearn": [trustworthiness(table, m, n_neighbors=NEIGHBOURS, metric="cosine") for m in umaps],
}
out = Path(__file__).with_name("clip-map.json")
out.write_text(json.dumps(golden))
print(out, golden["trustOfFirstTwoColumns"], golden["trustOfUmapLearn"])
