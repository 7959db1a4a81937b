package dev.adjoint.op;

import java.util.OptionalInt;

import dev.adjoint.Shape;
import dev.adjoint.internal.Message;

/**
 * What {@link Slicing#at} takes along an axis, in the words of {@code import static dev.adjoint.op.Index.*}: {@code x.at(all(), from(2),
 * -1)} is NumPy's {@code x[:, 2:, -1]}. Negative positions count from the end.
 */
public sealed interface Index {

  /** The whole axis: NumPy's {@code :}. */
  static Range all() {
    return new Range(OptionalInt.empty(), OptionalInt.empty(), 1);
  }

  /** From a position on: NumPy's {@code start:}. */
  static Range from(int start) {
    return new Range(OptionalInt.of(start), OptionalInt.empty(), 1);
  }

  /** Up to a position, which does not belong to it: NumPy's {@code :stop}. */
  static Range to(int stop) {
    return new Range(OptionalInt.empty(), OptionalInt.of(stop), 1);
  }

  /** From a position on up to another, which does not belong to it: NumPy's {@code start:stop}. */
  static Range range(int start, int stop) {
    return new Range(OptionalInt.of(start), OptionalInt.of(stop), 1);
  }

  /** Every {@code step}-th position of a range: NumPy's {@code start:stop:step}. */
  static Range range(int start, int stop, int step) {
    return range(start, stop).by(step);
  }

  /** A new axis of size 1: NumPy's {@code newaxis}, in Python {@code None}. */
  static Index newAxis() {
    return Mark.NEW_AXIS;
  }

  /** As many whole axes as are named by nothing else: NumPy's {@code ...}. */
  static Index ellipsis() {
    return Mark.ELLIPSIS;
  }

  /**
   * One position, whose axis is dropped; {@code at} takes a whole number for it.
   *
   * @param position counted from the end if negative
   */
  record At(int position) implements Index {
    int of(Shape x, int axis) {
      int n = x.dim(axis);
      if (position < -n || position >= n) {
        throw Message.illegal("at", "index %d is outside of axis %d of %s", position, axis, x);
      }
      return position < 0 ? position + n : position;
    }
  }

  /**
   * Some positions in a row.
   *
   * @param start the first one; none for the end where the walk begins
   * @param stop what comes behind the last one; none for the end where the walk ends
   * @param step how far it is from one to the next; negative to walk backward
   */
  record Range(OptionalInt start, OptionalInt stop, int step) implements Index {

    /** Every {@code step}-th of these positions, in the other direction if it is negative: {@code all().by(-1)} is NumPy's {@code ::-1}. */
    public Range by(int every) {
      return new Range(start, stop, every);
    }

    /** A slice with these positions along an axis. */
    Slicing.Slice along(int axis, Slicing.Slice slice, Shape x) {
      int n = x.dim(axis);
      int first = step > 0 ? 0 : Math.max(n - 1, 0);
      int behindLast = step > 0 ? n : -1;
      int from = start.isPresent() ? fromFront(start.getAsInt(), n) : first;
      int to = stop.isPresent() ? fromFront(stop.getAsInt(), n) : behindLast;
      boolean within = step > 0
          ? from >= 0 && from <= n && to >= 0 && to <= n
          : step < 0 && from >= 0 && from < Math.max(n, 1) && to >= -1 && to <= n;
      if (!within) {
        throw Message.illegal("slice", "%s is not within axis %d of %s", this, axis, x);
      }
      return slice.along(axis, from, Math.clamp(Math.ceilDiv(to - from, step), 0, n), step);
    }

    private static int fromFront(int position, int n) {
      return position < 0 ? position + n : position;
    }

    /** As Python writes it. */
    @Override
    public String toString() {
      return text(start) + ":" + text(stop) + ":" + step;
    }

    private static String text(OptionalInt bound) {
      return bound.isPresent() ? Integer.toString(bound.getAsInt()) : "";
    }
  }

  /** What takes no position of an axis. */
  enum Mark implements Index {
    /** An axis of size 1 that was not there. */
    NEW_AXIS,
    /** The axes that are not named. */
    ELLIPSIS
  }
}
