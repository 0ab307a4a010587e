"""Golden folds from scikit-learn's StratifiedGroupKFold, for src/datasets. Writes folds.json beside this file.

Needs numpy and scikit-learn.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold

GENRES = 6


def spread(counts):
    """Mean over the genres of the standard deviation over the folds of the genre's shares: what the folds are dealt by."""
    counts = np.array(counts, dtype=float)
    return float((counts / counts.sum(axis=0)).std(axis=0).mean())


def spread_of_seed(seed, num_folds, genres, groups):
    splitter = StratifiedGroupKFold(num_folds, shuffle=True, random_state=seed)
    folds = splitter.split(np.zeros(len(genres)), genres, groups)
    return spread([np.bincount(genres[test], minlength=GENRES) for _, test in folds])


def case(name, seed, *, clips, artists, num_folds, two_genres):
    """Artists with many and with few clips; a share `two_genres` of them plays two genres."""
    rng = np.random.default_rng(seed)
    popularity = rng.dirichlet(np.full(artists, 0.7))
    groups = rng.choice(artists, size=clips, p=popularity)
    main = rng.integers(GENRES, size=artists)
    other = np.where(rng.random(artists) < two_genres, rng.integers(GENRES, size=artists), main)
    genres = np.where(rng.random(clips) < 0.5, main[groups], other[groups])
    return {
        "name": name,
        "numFolds": num_folds,
        "genres": genres.tolist(),
        "artists": groups.tolist(),
        "spreads": [spread_of_seed(s, num_folds, genres, groups) for s in range(20)],
    }


golden = {
    "madeWith": f"scikit-learn {sklearn.__version__}",
    "numGenres": GENRES,
    "cases": [
        case("each artist one genre", 1, clips=300, artists=60, num_folds=5, two_genres=0),
        case("every third two genres", 2, clips=400, artists=90, num_folds=4, two_genres=0.33),
        case("ten folds", 3, clips=500, artists=80, num_folds=10, two_genres=0.1),
    ],
}
Path(__file__).with_name("folds.json").write_text(json.dumps(golden) + "\n")
