package dev.adjoint.array;

import java.util.Arrays;
import java.util.Locale;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PrintingTest {
  private static void assertPrints(String expected, NdArray array) {
    assertEquals(expected, array.toString());
  }

  private static NdArray vector(double... elements) {
    return NdArray.wrap(Shape.of(elements.length), elements);
  }

  private static NdArray range(int... dims) {
    var shape = Shape.of(dims);
    int[] elements = new int[shape.size()];
    Arrays.setAll(elements, i -> i);
    return NdArray.wrap(shape, elements);
  }

  @Test
  void numbers() {
    assertPrints("-12.", NdArray.scalar(DType.FLOAT64, -12));
    assertPrints("0.5", NdArray.scalar(DType.FLOAT32, 0.5));
    assertPrints("7", NdArray.scalar(DType.INT32, 7));
    assertPrints("true", NdArray.scalar(DType.BOOL, 1));
    assertPrints("NaN", NdArray.scalar(DType.FLOAT64, Double.NaN));
  }

  @Test
  void vectorsShareTheirDecimals() {
    assertPrints("[1., 2., 3.]", vector(1, 2, 3));
    assertPrints("[ 1.00,  0.25, -2.50]", vector(1, 0.25, -2.5));
    assertPrints("[0.3333, 0.6667]", vector(1 / 3.0, 2 / 3.0));
    assertPrints("[10.0, -0.5,  0.0]", vector(10, -0.5, 0));
  }

  @Test
  void matricesAreAligned() {
    assertPrints("[[ 1., 20.],\n [-3.,  4.]]", NdArray.wrap(Shape.of(2, 2), 1.0, 20, -3, 4));
    assertPrints("[[ true, false],\n [false,  true]]", NdArray.wrap(Shape.of(2, 2), true, false, false, true));
  }

  @Test
  void blocksOfRankThreeAreAnEmptyLineApart() {
    assertPrints("[[[ 0,  1,  2],\n  [ 3,  4,  5]],\n\n [[ 6,  7,  8],\n  [ 9, 10, 11]]]", range(2, 2, 3));
  }

  @Test
  void largeAndSmallNumbersHaveExponents() {
    assertPrints("[1.0000e+08, 1.0000e+00]", vector(1e8, 1));
    assertPrints("[-1.5000e-05,  0.0000e+00]", vector(-1.5e-5, 0));
    assertPrints("[99999999.]", vector(99_999_999));
    assertPrints("[0.0001]", vector(1e-4));
  }

  @Test
  void infinitiesAndNaNAreAligned() {
    assertPrints("[      1.5,  Infinity, -Infinity,       NaN]",
        vector(1.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
    assertPrints("[Infinity]", vector(Double.POSITIVE_INFINITY));
  }

  @Test
  void longArraysShowTheirEnds() {
    assertPrints("[   0,    1,    2, …,  998,  999, 1000]", range(1001));
    assertEquals(1000, range(1000).toString().split(", ").length);
    assertPrints("""
        [[   0,    1],
         [   2,    3],
         [   4,    5],
         …,
         [1194, 1195],
         [1196, 1197],
         [1198, 1199]]""", range(600, 2));
    assertPrints("""
        [[   0,    1,    2, …,  597,  598,  599],
         [ 600,  601,  602, …, 1197, 1198, 1199]]""", range(2, 600));
  }

  @Test
  void emptyArraysAreBrackets() {
    assertPrints("[]", vector());
    assertPrints("[[],\n []]", NdArray.wrap(Shape.of(2, 0), new double[0]));
    assertPrints("[]", NdArray.wrap(Shape.of(0, 2), new int[0]));
  }

  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    var language = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertPrints("[0.5]", vector(0.5));
    } finally {
      Locale.setDefault(language);
    }
  }
}
