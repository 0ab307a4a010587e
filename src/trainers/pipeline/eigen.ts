// Eigenvalues and eigenvectors of a symmetric matrix, by the library ml-pca, which is loaded when it is asked for and
// known nowhere else.

export interface Eigen {
  /** Largest first, shape [size]. */
  readonly values: Float64Array;
  /** Unit length, one a row in the order of `values`, signs as they came, shape [size, size]. */
  readonly vectors: Float64Array;
}

/** @param symmetric row-major, shape [size, size] */
export async function eigenOf(symmetric: Float64Array, size: number): Promise<Eigen> {
  const { PCA } = await import('ml-pca');
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from(symmetric.subarray(i * size, (i + 1) * size)),
  );
  const pca = new PCA(rows, { isCovarianceMatrix: true });
  const vectors = new Float64Array(size * size);
  pca
    .getLoadings()
    .to2DArray()
    .forEach((vector, i) => vectors.set(vector, i * size));
  return { values: Float64Array.from(pca.getEigenvalues()), vectors };
}
