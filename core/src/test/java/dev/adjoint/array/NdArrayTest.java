package dev.adjoint.array;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NdArrayTest {
  private static NdArray matrix() {
    return NdArray.wrap(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
  }

  private static void assertMessage(String message, Runnable wrong) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, wrong::run).getMessage());
  }

  @Test
  void wrappedArraysAreTheStorage() {
    double[] d = {1, 2};
    float[] f = {1, 2};
    int[] n = {1, 2};
    boolean[] b = {true, false};
    assertSame(d, NdArray.wrap(Shape.of(2), d).doubles());
    assertSame(f, NdArray.wrap(Shape.of(2, 1), f).floats());
    assertSame(n, NdArray.wrap(Shape.of(1, 2), n).ints());
    assertSame(b, NdArray.wrap(Shape.of(2), b).booleans());
  }

  @Test
  void wrappedArraysMustHaveTheSizeOfTheShape() {
    assertMessage("array: 3 elements given for shape [2, 2], which has 4",
        () -> NdArray.wrap(Shape.of(2, 2), 1.0, 2, 3));
    assertMessage("array: 1 elements given for shape [0], which has 0", () -> NdArray.wrap(Shape.of(0), 1));
  }

  /** Whoever loops over a storage meets the elements and nothing else. */
  @ParameterizedTest
  @EnumSource
  void anArrayHoldsExactlyItsElements(DType dtype) {
    var longer = NdArray.allocate(dtype.tensor(3)).storage();
    assertMessage("array: 3 elements given for shape [2], which has 2", () -> NdArray.wrap(dtype.tensor(2), longer));
    assertMessage("array: 3 elements given for shape [2, 2], which has 4",
        () -> NdArray.wrap(dtype.tensor(2, 2), longer));
    assertSame(longer, NdArray.wrap(dtype.tensor(3, 1), longer).storage());
  }

  @Test
  void allocatedArraysAreZeroOfTheirType() {
    assertArrayEquals(new double[2], NdArray.allocate(DType.FLOAT64.tensor(2)).doubles());
    assertArrayEquals(new float[2], NdArray.allocate(DType.FLOAT32.tensor(2)).floats());
    assertArrayEquals(new int[2], NdArray.allocate(DType.INT32.tensor(2)).ints());
    assertArrayEquals(new boolean[2], NdArray.allocate(DType.BOOL.tensor(2)).booleans());
  }

  @Test
  void scalarsTakeTheElementType() {
    assertArrayEquals(new double[]{2.7}, NdArray.scalar(DType.FLOAT64, 2.7).doubles());
    assertArrayEquals(new float[]{2.7f}, NdArray.scalar(DType.FLOAT32, 2.7).floats());
    assertArrayEquals(new int[]{-2}, NdArray.scalar(DType.INT32, -2.7).ints());
    assertArrayEquals(new boolean[]{true}, NdArray.scalar(DType.BOOL, 0.1).booleans());
    assertMessage("cast: 3.0E9 is outside of INT32", () -> NdArray.scalar(DType.INT32, 3e9));
    assertMessage("cast: NaN is outside of INT32", () -> NdArray.scalar(DType.INT32, Double.NaN));
  }

  @Test
  void reshapedArraysShareTheStorage() {
    var x = matrix();
    assertSame(x.doubles(), x.reshaped(Shape.of(3, 2)).doubles());
    assertEquals(Shape.of(3, 2), x.reshaped(Shape.of(3, 2)).shape());
    assertMessage("array: 6 elements given for shape [7], which has 7", () -> x.reshaped(Shape.of(7)));
  }

  @Test
  void repeatedNumbersReshapeWithoutBeingFilled() {
    var x = NdArray.scalar(DType.FLOAT64, 5);
    var y = x.broadcast(Shape.of(2, 3)).reshaped(Shape.of(6));
    assertEquals(1, y.unrepeated().size());
    assertArrayEquals(new double[]{5, 5, 5, 5, 5, 5}, y.doubles());
    assertMessage("array: 6 elements given for shape [7], which has 7",
        () -> x.broadcast(Shape.of(2, 3)).reshaped(Shape.of(7)));
  }

  @Test
  void transposesAreFilledWhenRead() {
    var x = matrix();
    var y = x.transposed();
    assertTrue(y.isTransposed());
    assertSame(x, y.untransposed());
    assertSame(x, y.transposed());
    assertEquals(Shape.of(3, 2), y.shape());
    assertArrayEquals(new double[]{1, 4, 2, 5, 3, 6}, y.doubles());
    assertSame(y.doubles(), y.doubles());
    assertArrayEquals(new double[]{1, 2, 3, 4, 5, 6}, x.doubles());
  }

  @Test
  void matricesOfABatchAreTransposedOneByOne() {
    var x = NdArray.wrap(Shape.of(2, 1, 2), 1, 2, 3, 4);
    assertEquals(NdArray.wrap(Shape.of(2, 2, 1), 1, 2, 3, 4), x.transposed());
    var y = NdArray.wrap(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    assertEquals(NdArray.wrap(Shape.of(2, 2, 2), 1, 3, 2, 4, 5, 7, 6, 8), y.transposed());
  }

  @Test
  void broadcastsAreFilledWhenRead() {
    var x = NdArray.wrap(Shape.of(2, 1), 1.0, 2);
    var y = x.broadcast(Shape.of(3, 2, 2));
    assertSame(x, y.unrepeated());
    assertArrayEquals(new double[]{1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2}, y.doubles());
    assertSame(y.doubles(), y.doubles());
    assertSame(x, x.broadcast(Shape.of(2, 1)));
    assertSame(x, x.broadcast(Shape.of(2, 2)).broadcast(Shape.of(3, 2, 2)).unrepeated());
  }

  @Test
  void onlySmallerShapesBroadcast() {
    assertMessage("array: [2, 3] does not broadcast to [2, 2]", () -> matrix().broadcast(Shape.of(2, 2)));
    assertMessage("array: [2, 3] does not broadcast to [3]", () -> matrix().broadcast(Shape.of(3)));
  }

  @Test
  void transposesOfBroadcastsAndBroadcastsOfTransposesAreRight() {
    var row = NdArray.wrap(Shape.of(1, 2), 1, 2);
    assertEquals(NdArray.wrap(Shape.of(2, 3), 1, 1, 1, 2, 2, 2), row.broadcast(Shape.of(3, 2)).transposed());
    assertEquals(NdArray.wrap(Shape.of(2, 3), 1, 1, 1, 2, 2, 2), row.transposed().broadcast(Shape.of(2, 3)));
  }

  @Test
  void equalityIsOfTypeAndElements() {
    var x = matrix();
    assertEquals(x, matrix());
    assertEquals(x.hashCode(), matrix().hashCode());
    assertEquals(x.transposed(), NdArray.wrap(Shape.of(3, 2), 1.0, 4, 2, 5, 3, 6));
    assertEquals(x.transposed().hashCode(), NdArray.wrap(Shape.of(3, 2), 1.0, 4, 2, 5, 3, 6).hashCode());
    assertNotEquals(x, x.reshaped(Shape.of(3, 2)));
    assertNotEquals(x, NdArray.wrap(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 7));
    assertNotEquals(NdArray.wrap(Shape.of(2), 1f, 2f), NdArray.wrap(Shape.of(2), 1.0, 2.0));
    assertNotEquals(NdArray.wrap(Shape.of(1), 1), NdArray.wrap(Shape.of(1), true));
    assertFalse(x.equals(null));
  }

  @Test
  void nanEqualsItselfAndZerosDiffer() {
    assertEquals(NdArray.scalar(DType.FLOAT64, Double.NaN), NdArray.scalar(DType.FLOAT64, Double.NaN));
    assertNotEquals(NdArray.scalar(DType.FLOAT64, 0.0), NdArray.scalar(DType.FLOAT64, -0.0));
  }

  @Test
  void storageIsOnlyGivenAsItsOwnType() {
    assertMessage("array: FLOAT64[2, 3] asked for as FLOAT32; convert with cast(FLOAT32)", () -> matrix().floats());
    assertMessage("array: FLOAT64[2, 3] asked for as INT32; convert with cast(INT32)", () -> matrix().ints());
    assertMessage("array: FLOAT64[2, 3] asked for as BOOL; convert with cast(BOOL)", () -> matrix().booleans());
    assertMessage("array: INT32[] asked for as FLOAT64; convert with cast(FLOAT64)",
        () -> NdArray.scalar(DType.INT32, 1).doubles());
  }
}
