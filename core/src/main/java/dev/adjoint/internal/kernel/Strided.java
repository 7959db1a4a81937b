package dev.adjoint.internal.kernel;

import java.util.Arrays;

/**
 * A grid of array elements: element (i₀, i₁, …) of a grid of shape {@code dims} is at {@code offset + Σ iₐ·strides[a]}. A
 * stride of 0 repeats elements, a negative one walks backward. Numbered in row-major order, element i is s(i).
 */
public final class Strided {
  private final int offset;
  private final int[] dims;
  private final int[] strides;

  /** Neighbouring axes that one stride can walk are merged, so that inner runs are as long as they can be. */
  public Strided(int offset, int[] dims, int[] strides) {
    this.offset = offset;
    int[] d = new int[dims.length + 1];
    int[] s = new int[dims.length + 1];
    int rank = 0;
    for (int a = 0; a < dims.length; a++) {
      if (dims[a] == 1) {
        continue;
      }
      if (rank > 0 && s[rank - 1] == dims[a] * strides[a]) {
        d[rank - 1] *= dims[a];
        s[rank - 1] = strides[a];
      } else {
        d[rank] = dims[a];
        s[rank] = strides[a];
        rank++;
      }
    }
    if (rank == 0) {
      d[rank++] = 1;
    }
    this.dims = Arrays.copyOf(d, rank);
    this.strides = Arrays.copyOf(s, rank);
  }

  /** The number of elements. */
  public int size() {
    int size = 1;
    for (int d : dims) {
      size *= d;
    }
    return size;
  }

  /** Whether every element of the grid is the same one. */
  public boolean isUniform() {
    return dims.length == 1 && (strides[0] == 0 || dims[0] == 1);
  }

  int rank() {
    return dims.length;
  }

  /** How many elements lie in a run, which is along the last axis. */
  int runLength() {
    return dims[dims.length - 1];
  }

  /** Where element i of a grid of one or two axes is. */
  int position(int i) {
    int length = runLength();
    return offset + (dims.length == 1 ? 0 : i / length * strides[0]) + i % length * step();
  }

  /** The distance between neighbours in a run. */
  int step() {
    return strides[strides.length - 1];
  }

  Cursor cursor(int from) {
    return new Cursor(from);
  }

  /** Walks the grid run by run; a run lies on the last axis. */
  final class Cursor {
    private final int[] index = new int[dims.length];
    private int position = offset;

    private Cursor(int from) {
      int rest = from;
      for (int a = dims.length - 1; a >= 0 && rest > 0; a--) {
        index[a] = rest % dims[a];
        rest /= dims[a];
        position += index[a] * strides[a];
      }
    }

    /** Where the current element is. */
    int position() {
      return position;
    }

    /** How many elements are left in this run. */
    int left() {
      return dims[dims.length - 1] - index[dims.length - 1];
    }

    /** Moves n elements on, where n is at most {@link #left}. */
    void advance(int n) {
      int a = dims.length - 1;
      index[a] += n;
      position += n * strides[a];
      while (a > 0 && index[a] == dims[a]) {
        position += strides[a - 1] - index[a] * strides[a];
        index[a] = 0;
        index[--a]++;
      }
    }
  }
}
