package dev.adjoint.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.adjoint.Shape;

/**
 * A set of shapes.
 *
 * @param minRank the fewest axes
 * @param maxRank the most axes
 * @param minSize the size of the smallest axis
 * @param maxSize the size of the largest axis
 * @param dims the sizes where they are given, −1 where they are not; empty if even the number of axes is open
 * @param square whether the last two axes have the same size
 */
public record Shapes(int minRank, int maxRank, int minSize, int maxSize, List<Integer> dims, boolean square) {
  /** Up to 3 axes of 1 to 4 elements. */
  public static final Shapes SMALL = new Shapes(0, 3, 1, 4, List.of(), false);

  /** Checks the bounds. */
  public Shapes {
    if (minRank < 0 || minRank > maxRank || minSize < 0 || minSize > maxSize) {
      throw new IllegalArgumentException(
          "shapes: bounds are out of order: %d to %d axes of %d to %d elements".formatted(minRank, maxRank, minSize,
              maxSize));
    }
    dims = List.copyOf(dims);
  }

  /** With as many axes. */
  public Shapes ofRank(int min, int max) {
    return new Shapes(min, max, minSize, maxSize, List.of(), square);
  }

  /** With axes of this size. */
  public Shapes ofSize(int min, int max) {
    return new Shapes(minRank, maxRank, min, max, dims, square);
  }

  /** With axes of these sizes; −1 leaves one open. */
  public Shapes ofDims(int... sizes) {
    var fixed = Arrays.stream(sizes).boxed().toList();
    return new Shapes(fixed.size(), fixed.size(), minSize, maxSize, fixed, false);
  }

  /** Square matrices, and batches of them. */
  public Shapes squares() {
    return new Shapes(Math.max(minRank, 2), Math.max(maxRank, 2), minSize, maxSize, List.of(), true);
  }

  /** Whether a shape is one of these. */
  public boolean contains(Shape shape) {
    int rank = shape.rank();
    return rank >= minRank && rank <= maxRank && IntStream.range(0, rank).allMatch(a -> contains(a, shape.dim(a)))
        && (!square || shape.dim(-1) == shape.dim(-2));
  }

  private boolean contains(int axis, int dim) {
    return isOpen(axis) ? dim >= minSize && dim <= maxSize : dim == dims.get(axis);
  }

  private boolean isOpen(int axis) {
    return dims.isEmpty() || dims.get(axis) < 0;
  }

  /** One of them. */
  public Shape draw(Random random) {
    int rank = random.nextInt(minRank, maxRank + 1);
    int[] drawn = new int[rank];
    for (int a = 0; a < rank; a++) {
      drawn[a] = isOpen(a) ? drawSize(random) : dims.get(a);
    }
    if (square) {
      drawn[rank - 2] = drawn[rank - 1];
    }
    return Shape.of(drawn);
  }

  /** Empty axes now and then only: one is enough to leave nothing to look at. */
  private int drawSize(Random random) {
    return minSize == 0 && maxSize > 0 && random.nextInt(16) > 0
        ? random.nextInt(1, maxSize + 1)
        : random.nextInt(minSize, maxSize + 1);
  }
}
