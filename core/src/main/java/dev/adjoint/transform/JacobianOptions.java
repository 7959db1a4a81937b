package dev.adjoint.transform;

import dev.adjoint.internal.Message;

/**
 * How all partial derivatives of a function are computed: {@code JacobianOptions.reverse().inChunksOf(64)}.
 *
 * @param direction column by column or row by row
 * @param chunk how many columns or rows at a time, in one batch: the memory of so many evaluations of the function
 */
public record JacobianOptions(Direction direction, int chunk) {
  /** In the cheaper direction, all columns or rows at a time. */
  public static final JacobianOptions DEFAULT = new JacobianOptions(Direction.CHEAPER, Integer.MAX_VALUE);

  /** Which way the chain rule is applied. */
  public enum Direction {
    /** Forward where there are no more columns than rows, else in reverse. */
    CHEAPER,
    /** Column by column, a pass of forward mode for each element of the argument. */
    FORWARD,
    /** Row by row, a pass of reverse mode for each element of the result. */
    REVERSE
  }

  /** Checks the chunk. */
  public JacobianOptions {
    if (chunk < 1) {
      throw Message.illegal("jacobianOptions", "partial derivatives cannot be computed %d rows or columns at a time",
          chunk);
    }
  }

  /** Column by column: for few x and many f(x). */
  public static JacobianOptions forward() {
    return new JacobianOptions(Direction.FORWARD, DEFAULT.chunk);
  }

  /** Row by row: for many x and few f(x). */
  public static JacobianOptions reverse() {
    return new JacobianOptions(Direction.REVERSE, DEFAULT.chunk);
  }

  /** In the cheaper direction, so many columns or rows at a time. */
  public static JacobianOptions chunksOf(int chunk) {
    return DEFAULT.inChunksOf(chunk);
  }

  /** The same, so many columns or rows at a time. */
  public JacobianOptions inChunksOf(int size) {
    return new JacobianOptions(direction, size);
  }
}
