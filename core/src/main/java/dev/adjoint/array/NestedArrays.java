package dev.adjoint.array;

import java.lang.reflect.Array;

import dev.adjoint.Shape;
import dev.adjoint.internal.Message;

/** Between nested Java arrays, such as {@code double[][]}, and flat storage with a shape. */
public final class NestedArrays {

  private NestedArrays() {}

  /**
   * An array with the elements of a nested Java array, copied.
   *
   * @throws IllegalArgumentException if rows differ in length
   */
  public static NdArray pack(Object nested) {
    int rank = 0;
    var component = nested.getClass();
    while (component.isArray()) {
      component = component.getComponentType();
      rank++;
    }
    int[] dims = new int[rank];
    var level = nested;
    for (int a = 0; a < rank; a++) {
      dims[a] = Array.getLength(level);
      if (dims[a] == 0) {
        break;
      }
      level = a + 1 < rank ? Array.get(level, 0) : level;
    }
    var shape = Shape.of(dims);
    var flat = Array.newInstance(component, shape.size());
    copyIn(nested, shape, 0, flat, 0);
    return switch (flat) {
      case double[] d -> NdArray.wrap(shape, d);
      case float[] f -> NdArray.wrap(shape, f);
      case int[] n -> NdArray.wrap(shape, n);
      case boolean[] b -> NdArray.wrap(shape, b);
      default -> throw Message.illegal("array", "elements of type %s", component);
    };
  }

  private static int copyIn(Object nested, Shape shape, int axis, Object flat, int at) {
    int length = Array.getLength(nested);
    if (length != shape.dim(axis)) {
      throw Message.illegal("array", "rows differ in length: %d and %d on axis %d", shape.dim(axis), length, axis);
    }
    if (axis == shape.rank() - 1) {
      System.arraycopy(nested, 0, flat, at, length);
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      next = copyIn(Array.get(nested, i), shape, axis + 1, flat, next);
    }
    return next;
  }

  /** A nested Java array with as many levels as the array has axes (at least one), copied. */
  public static Object unpack(NdArray array) {
    var shape = array.shape();
    var nested = Array.newInstance(array.data().getClass().getComponentType(), shape.dims());
    copyOut(array.data(), 0, shape, 0, nested);
    return nested;
  }

  private static int copyOut(Object flat, int at, Shape shape, int axis, Object nested) {
    int length = shape.dim(axis);
    if (axis == shape.rank() - 1) {
      System.arraycopy(flat, at, nested, 0, length);
      return at + length;
    }
    int next = at;
    for (int i = 0; i < length; i++) {
      next = copyOut(flat, next, shape, axis + 1, Array.get(nested, i));
    }
    return next;
  }
}
