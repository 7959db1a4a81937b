package dev.adjoint.array;

import dev.adjoint.Shape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class NestedArraysTest {
  private static String message(Object nested) {
    return assertThrows(IllegalArgumentException.class, () -> NestedArrays.pack(nested)).getMessage();
  }

  @Test
  void levelsBecomeAxes() {
    assertEquals(NdArray.wrap(Shape.of(2), 1.0, 2), NestedArrays.pack(new double[]{1, 2}));
    assertEquals(NdArray.wrap(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), NestedArrays.pack(new int[][]{{1, 2, 3}, {4, 5, 6}}));
    assertEquals(NdArray.wrap(Shape.of(2, 1, 2), 1f, 2f, 3f, 4f),
        NestedArrays.pack(new float[][][]{{{1, 2}}, {{3, 4}}}));
    assertEquals(NdArray.wrap(Shape.of(1, 1, 1, 2), true, false),
        NestedArrays.pack(new boolean[][][][]{{{{true, false}}}}));
  }

  @Test
  void unpackingUndoesPacking() {
    double[][][] nested = {{{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}};
    assertArrayEquals(nested, (double[][][]) NestedArrays.unpack(NestedArrays.pack(nested)));
    assertArrayEquals(new int[]{3, 1}, (int[]) NestedArrays.unpack(NdArray.wrap(Shape.of(2), 3, 1)));
    assertArrayEquals(new boolean[][]{{true}, {false}},
        (boolean[][]) NestedArrays.unpack(NdArray.wrap(Shape.of(2, 1), true, false)));
  }

  @Test
  void unpackingReadsTransposes() {
    var x = NdArray.wrap(Shape.of(2, 2), 1f, 2f, 3f, 4f).transposed();
    assertArrayEquals(new float[][]{{1, 3}, {2, 4}}, (float[][]) NestedArrays.unpack(x));
  }

  @Test
  void emptyLevelsBecomeEmptyAxes() {
    assertEquals(Shape.of(0), NestedArrays.pack(new double[0]).shape());
    assertEquals(Shape.of(0, 0), NestedArrays.pack(new double[0][]).shape());
    assertEquals(Shape.of(2, 0), NestedArrays.pack(new int[2][0]).shape());
    assertEquals(Shape.of(3, 0, 0), NestedArrays.pack(new float[3][0][5]).shape());
    assertArrayEquals(new double[3][0], (double[][]) NestedArrays.unpack(NdArray.wrap(Shape.of(3, 0), new double[0])));
    assertArrayEquals(new double[0][0], (double[][]) NestedArrays.unpack(NdArray.wrap(Shape.of(0, 3), new double[0])));
  }

  @Test
  void raggedRowsAreAnError() {
    assertEquals("array: rows differ in length: 2 and 1 on axis 1", message(new double[][]{{1, 2}, {3}}));
    assertEquals("array: rows differ in length: 0 and 1 on axis 1", message(new double[][]{{}, {3}}));
    assertEquals("array: rows differ in length: 1 and 2 on axis 1", message(new int[][][]{{{1}}, {{2}, {3}}}));
    assertEquals("array: rows differ in length: 1 and 2 on axis 2", message(new int[][][]{{{1}}, {{2, 3}}}));
  }

  @Test
  void onlyTheFourElementTypesArePacked() {
    assertEquals("array: elements of type long", message(new long[][]{{1}}));
  }

  @Test
  void packedElementsAreCopies() {
    double[][] nested = {{1, 2}};
    var array = NestedArrays.pack(nested);
    nested[0][0] = 7;
    assertArrayEquals(new double[]{1, 2}, array.doubles());
    var unpacked = (double[][]) NestedArrays.unpack(array);
    unpacked[0][0] = 7;
    assertArrayEquals(new double[]{1, 2}, array.doubles());
  }
}
