package dev.adjoint.testkit;

import java.util.stream.Stream;

import dev.adjoint.Tensor;

/**
 * A part of an axis.
 *
 * @param start the first position
 * @param stop the position after the last
 */
record Parts(int start, int stop) {

  /** Parts of an axis of n elements, the smallest first. */
  static Stream<Parts> of(int n) {
    return Stream
        .of(new Parts(0, 1), new Parts(n - 1, n), new Parts(0, n / 2), new Parts(n / 2, n), new Parts(0, n - 1),
            new Parts(1, n))
        .filter(part -> part.start >= 0 && part.start < part.stop && part.stop - part.start < n).distinct();
  }

  Tensor of(Tensor x, int axis) {
    return x.slice(axis, start, stop);
  }
}
