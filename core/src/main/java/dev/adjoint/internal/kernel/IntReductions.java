package dev.adjoint.internal.kernel;

import java.util.Arrays;

/** The loops along one axis, over whole numbers: sums wrap, so that they are the same in any order. */
public final class IntReductions implements Reductions<int[]> {
  private static final int GRAIN = 32_768;

  @Override
  public void fold(Fold fold, int[] x, int[] y, int outer, int n, int inner) {
    Parallel.range(outer, GRAIN / Math.max(n * inner, 1) + 1, (from, to) -> {
      for (int o = from; o < to; o++) {
        if (inner == 1) {
          y[o] = foldRow(fold, x, o * n, o * n + n);
        } else {
          foldColumns(fold, x, o * n * inner, n, y, o * inner, inner);
        }
      }
    });
  }

  @Override
  public void foldPiece(Fold fold, int[] x, int n, int[] partial, int at) {
    partial[at] = foldRow(fold, x, 0, n);
  }

  @Override
  public void foldPieces(Fold fold, int[] partial, int n, int[] y) {
    y[0] = foldRow(fold.ofPieces(), partial, 0, n);
  }

  /** The fold of nothing. */
  private static int neutral(Fold fold) {
    return switch (fold) {
      case SUM, SQUARES -> 0;
      case MAX -> Integer.MIN_VALUE;
      case MIN -> Integer.MAX_VALUE;
    };
  }

  private static int foldRow(Fold fold, int[] x, int from, int to) {
    int y = neutral(fold);
    switch (fold) {
      case SUM -> {
        for (int i = from; i < to; i++) {
          y += x[i];
        }
      }
      case SQUARES -> {
        for (int i = from; i < to; i++) {
          y += x[i] * x[i];
        }
      }
      case MAX -> {
        for (int i = from; i < to; i++) {
          y = Math.max(y, x[i]);
        }
      }
      case MIN -> {
        for (int i = from; i < to; i++) {
          y = Math.min(y, x[i]);
        }
      }
    }
    return y;
  }

  private static void foldColumns(Fold fold, int[] x, int first, int n, int[] y, int at, int inner) {
    Arrays.fill(y, at, at + inner, neutral(fold));
    for (int k = 0; k < n; k++) {
      combine(fold, x, first + k * inner, y, at, inner);
    }
  }

  private static void combine(Fold fold, int[] x, int from, int[] y, int at, int n) {
    switch (fold) {
      case SUM -> add(x, from, y, at, n);
      case SQUARES -> {
        for (int j = 0; j < n; j++) {
          y[at + j] += x[from + j] * x[from + j];
        }
      }
      case MAX -> {
        for (int j = 0; j < n; j++) {
          y[at + j] = Math.max(y[at + j], x[from + j]);
        }
      }
      case MIN -> {
        for (int j = 0; j < n; j++) {
          y[at + j] = Math.min(y[at + j], x[from + j]);
        }
      }
    }
  }

  private static void add(int[] x, int from, int[] y, int at, int n) {
    for (int j = 0; j < n; j++) {
      y[at + j] += x[from + j];
    }
  }

  @Override
  public void cumulativeSum(int[] x, int[] y, int outer, int n, int inner) {
    System.arraycopy(x, 0, y, 0, outer * n * inner);
    for (int o = 0; o < outer; o++) {
      for (int k = 1; k < n; k++) {
        int row = (o * n + k) * inner;
        add(y, row - inner, y, row, inner);
      }
    }
  }

  @Override
  public void indexAdd(int[] x, int[] index, int[] y, int outer, int n, int inner) {
    int m = index.length;
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < m; k++) {
        add(x, (o * m + k) * inner, y, (o * n + index[k]) * inner, inner);
      }
    }
  }

  @Override
  public void scatterAddAlong(int[] x, int[] index, int[] y, int outer, int n, int m, int inner) {
    for (int i = 0; i < outer * m * inner; i++) {
      int o = i / (m * inner);
      y[(o * n + index[i]) * inner + i % inner] += x[i];
    }
  }
}
