package dev.adjoint.internal.kernel;

import java.util.Arrays;

/** The loops that move elements. */
public final class DoubleMovements implements Movements<double[]> {
  /** Tiles of 16 × 16 keep both sides of a transposition in the first-level cache. */
  private static final int TILE = 16;

  private static final double[] ZERO = new double[1]; // 0 in every element type, false in the last one

  @Override
  public double[] allocate(int n) {
    return new double[n];
  }

  @Override
  public void clear(double[] y, int n) {
    Arrays.fill(y, 0, n, ZERO[0]);
  }

  @Override
  public void gather(double[] x, Strided s, int from, int to, double[] y, int at) {
    int end = at + to - from;
    if (s.rank() <= 2) { // without a cursor, which would have to be allocated
      int length = s.runLength();
      for (int i = at, element = from; i < end;) {
        int run = Math.min(length - element % length, end - i);
        copyRun(x, s.position(element), s.step(), y, i, run);
        i += run;
        element += run;
      }
    } else {
      var cursor = s.cursor(from);
      for (int i = at; i < end;) {
        int run = Math.min(cursor.left(), end - i);
        copyRun(x, cursor.position(), s.step(), y, i, run);
        cursor.advance(run);
        i += run;
      }
    }
  }

  private static void copyRun(double[] x, int position, int step, double[] y, int at, int length) {
    if (step == 1) {
      System.arraycopy(x, position, y, at, length);
    } else if (step == 0) {
      Arrays.fill(y, at, at + length, x[position]);
    } else {
      for (int k = 0; k < length; k++) {
        y[at + k] = x[position + k * step];
      }
    }
  }

  @Override
  public void scatter(double[] x, double[] y, Strided s) {
    var cursor = s.cursor(0);
    int step = s.step();
    int size = s.size();
    for (int i = 0; i < size;) {
      int run = cursor.left();
      int position = cursor.position();
      if (step == 1) {
        System.arraycopy(x, i, y, position, run);
      } else {
        for (int k = 0; k < run; k++) {
          y[position + k * step] = x[i + k];
        }
      }
      cursor.advance(run);
      i += run;
    }
  }

  @Override
  public void transpose(double[] x, int xAt, int rows, int columns, double[] y, int yAt) {
    for (int r0 = 0; r0 < rows; r0 += TILE) {
      int r1 = Math.min(rows, r0 + TILE);
      for (int c0 = 0; c0 < columns; c0 += TILE) {
        int c1 = Math.min(columns, c0 + TILE);
        for (int r = r0; r < r1; r++) {
          for (int c = c0; c < c1; c++) {
            y[yAt + c * rows + r] = x[xAt + r * columns + c];
          }
        }
      }
    }
  }

  @Override
  public void select(boolean[] c, double[] a, double[] b, double[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = c[i] ? a[i] : b[i];
    }
  }

  @Override
  public void indexSelect(double[] x, int[] index, double[] y, int outer, int n, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < index.length; k++) {
        System.arraycopy(x, (o * n + index[k]) * inner, y, (o * index.length + k) * inner, inner);
      }
    }
  }

  @Override
  public void gatherAlong(double[] x, int[] index, double[] y, int outer, int n, int m, int inner) {
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < m; k++) {
        for (int j = 0; j < inner; j++) {
          int i = (o * m + k) * inner + j;
          y[i] = x[(o * n + index[i]) * inner + j];
        }
      }
    }
  }
}
