package dev.adjoint.op;

import java.util.List;

/**
 * The axes that an operation reduces: {@code x.sum(Axes.keep(-1))} sums over the last axis and keeps it with size 1, so that
 * the result broadcasts against x; {@code x.sum(-1)} drops it.
 *
 * @param axes the axes, counted from the end if negative; none means all
 * @param keepDims whether they stay, with size 1
 */
public record Axes(List<Integer> axes, boolean keepDims) {

  /** These axes, dropped. */
  public static Axes of(int... axes) {
    return new Axes(java.util.Arrays.stream(axes).boxed().toList(), false);
  }

  /** These axes, kept with size 1. */
  public static Axes keep(int... axes) {
    return new Axes(of(axes).axes, true);
  }

  /** The same axes, counted from the front, of a tensor that got the batch as its first axis. */
  static List<Integer> behindBatch(List<Integer> axes) {
    return axes.stream().map(axis -> axis + 1).toList();
  }

  int[] toArray() {
    return axes.stream().mapToInt(Integer::intValue).toArray();
  }
}
