package dev.adjoint;

import java.util.Optional;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TensorTest {
  private static void assertHolds(String type, Object expected, Tensor x) {
    assertEquals(type, x.type().toString());
    assertFalse(x.isTracked());
    Object elements = switch (x.dtype()) {
      case FLOAT64 -> x.toDoubles();
      case FLOAT32 -> x.toFloats();
      case INT32 -> x.toInts();
      case BOOL -> x.toBooleans();
    };
    assertArrayEquals(new Object[]{expected}, new Object[]{elements});
  }

  @Test
  void numbersBecomeTensorsWithoutAxes() {
    assertHolds("FLOAT64[]", new double[]{1.5}, Tensor.of(1.5));
    assertHolds("FLOAT32[]", new float[]{1.5f}, Tensor.of(1.5f));
    assertHolds("INT32[]", new int[]{3}, Tensor.of(3));
    assertHolds("BOOL[]", new boolean[]{true}, Tensor.of(true));
  }

  @Test
  void arraysBecomeVectors() {
    assertHolds("FLOAT64[2]", new double[]{1, 2}, Tensor.of(1.0, 2.0));
    assertHolds("FLOAT64[1]", new double[]{1}, Tensor.of(new double[]{1}));
    assertHolds("FLOAT32[2]", new float[]{1, 2}, Tensor.of(1f, 2f));
    assertHolds("INT32[2]", new int[]{1, 2}, Tensor.of(1, 2));
    assertHolds("BOOL[2]", new boolean[]{true, false}, Tensor.of(true, false));
  }

  @Test
  void nestedArraysBecomeMatricesAndMore() {
    assertHolds("FLOAT64[2, 1]", new double[]{1, 2}, Tensor.of(new double[][]{{1}, {2}}));
    assertHolds("FLOAT32[1, 2]", new float[]{1, 2}, Tensor.of(new float[][]{{1, 2}}));
    assertHolds("INT32[2, 2]", new int[]{1, 2, 3, 4}, Tensor.of(new int[][]{{1, 2}, {3, 4}}));
    assertHolds("BOOL[1, 1]", new boolean[]{true}, Tensor.of(new boolean[][]{{true}}));
    assertHolds("FLOAT64[1, 2, 1]", new double[]{1, 2}, Tensor.of(new double[][][]{{{1}, {2}}}));
    assertHolds("FLOAT32[2, 1, 1]", new float[]{1, 2}, Tensor.of(new float[][][]{{{1}}, {{2}}}));
    assertHolds("INT32[1, 1, 2]", new int[]{1, 2}, Tensor.of(new int[][][]{{{1, 2}}}));
  }

  @Test
  void elementsAndShapeMakeATensorOfAnyRank() {
    assertHolds("FLOAT64[1, 2, 1, 1]", new double[]{1, 2}, Tensor.of(Shape.of(1, 2, 1, 1), 1.0, 2.0));
    assertHolds("FLOAT32[2, 1]", new float[]{1, 2}, Tensor.of(Shape.of(2, 1), 1f, 2f));
    assertHolds("INT32[2, 0]", new int[0], Tensor.of(Shape.of(2, 0), new int[0]));
    assertHolds("BOOL[]", new boolean[]{true}, Tensor.of(Shape.SCALAR, true));
  }

  @Test
  void arraysComeBackAsTheyWent() {
    double[][][] cube = {{{1, 2}, {3, 4}}};
    assertArrayEquals(cube, Tensor.of(cube).toArray(double[][][].class));
    assertArrayEquals(new float[][]{{1, 2}}, Tensor.of(new float[][]{{1, 2}}).toArray(float[][].class));
    assertArrayEquals(new int[]{1, 2}, Tensor.of(1, 2).toArray(int[].class));
    assertArrayEquals(new boolean[]{true}, Tensor.of(new boolean[]{true}).toArray(boolean[].class));
    assertArrayEquals(new double[][]{{1, 3}, {2, 4}}, Tensor.of(cube).get(0).transpose().toArray(double[][].class));
  }

  @Test
  void ejmlMatricesGoInAndOut() {
    var doubles = new DMatrixRMaj(new double[][]{{1, 2, 3}, {4, 5, 6}});
    var floats = new FMatrixRMaj(new float[][]{{1, 2, 3}, {4, 5, 6}});
    assertHolds("FLOAT64[2, 3]", new double[]{1, 2, 3, 4, 5, 6}, Ejml.tensor(doubles));
    assertHolds("FLOAT32[2, 3]", new float[]{1, 2, 3, 4, 5, 6}, Ejml.tensor(floats));
    assertHolds("FLOAT64[2, 3]", new double[]{1, 2, 3, 4, 5, 6}, Ejml.tensor(SimpleMatrix.wrap(doubles)));
    assertHolds("FLOAT32[2, 3]", new float[]{1, 2, 3, 4, 5, 6}, Ejml.tensor(SimpleMatrix.wrap(floats)));
    assertArrayEquals(doubles.data, Ejml.tensor(doubles).toDMatrixRMaj().data);
    assertArrayEquals(floats.data, Ejml.tensor(floats).toFMatrixRMaj().data);
    assertTrue(SimpleMatrix.wrap(doubles).isIdentical(Ejml.tensor(doubles).toSimpleMatrix(), 0));
    assertEquals(FMatrixRMaj.class, Ejml.tensor(floats).toSimpleMatrix().getMatrix().getClass());
    assertEquals(3, Ejml.tensor(doubles).transpose().toDMatrixRMaj().numRows);
  }

  @Test
  void ejmlMatricesWithRoomToSpareGiveOnlyTheirElements() {
    var roomy = new DMatrixRMaj(5, 5);
    roomy.reshape(1, 2);
    roomy.data[0] = 7;
    assertHolds("FLOAT64[1, 2]", new double[]{7, 0}, Ejml.tensor(roomy));
  }

  @Test
  void elementsAreCopiedIn() {
    double[] flat = {1, 2};
    double[][] rows = {{1, 2}};
    var matrix = new DMatrixRMaj(new double[][]{{1, 2}});
    var shape = new int[]{1, 2};
    var tensors = new Tensor[]{Tensor.of(flat), Tensor.of(Shape.of(shape), flat), Tensor.of(rows), Ejml.tensor(matrix),
        Ejml.tensor(SimpleMatrix.wrap(matrix)), Tensor.variable(flat)};
    flat[0] = 9;
    rows[0][0] = 9;
    matrix.data[0] = 9;
    shape[0] = 9;
    for (var x : tensors) {
      assertArrayEquals(new double[]{1, 2}, x.toDoubles());
    }
    assertEquals(Shape.of(1, 2), tensors[1].shape());
  }

  @Test
  void elementsAreCopiedOut() {
    var x = Tensor.of(new double[][]{{1, 2}});
    x.toDoubles()[0] = 9;
    x.toArray(double[][].class)[0][0] = 9;
    x.toDMatrixRMaj().data[0] = 9;
    x.toSimpleMatrix().set(0, 9);
    x.shape().dims()[0] = 9;
    assertHolds("FLOAT64[1, 2]", new double[]{1, 2}, x);
  }

  @Test
  void constantsAreMadeToMeasure() {
    assertHolds("FLOAT64[2, 1]", new double[]{0, 0}, Tensor.zeros(2, 1));
    assertHolds("FLOAT64[2]", new double[]{1, 1}, Tensor.ones(2));
    assertHolds("INT32[2]", new int[]{0, 0}, Tensor.zeros(DType.INT32.tensor(2)));
    assertHolds("BOOL[2]", new boolean[]{true, true}, Tensor.ones(DType.BOOL.tensor(2)));
    assertHolds("FLOAT32[1, 2]", new float[]{2.5f, 2.5f}, Tensor.full(2.5, DType.FLOAT32.tensor(1, 2)));
    assertHolds("FLOAT64[]", new double[]{0}, Tensor.zeros());
    assertHolds("FLOAT64[2, 2]", new double[]{1, 0, 0, 1}, Tensor.eye(2));
    assertHolds("FLOAT64[0, 0]", new double[0], Tensor.eye(0));
    assertHolds("FLOAT32[]", new float[]{3}, Tensor.ones(DType.FLOAT32.tensor(4)).scalar(3));
  }

  @Test
  void rangesAreHalfOpen() {
    assertHolds("INT32[3]", new int[]{-1, 0, 1}, Tensor.arange(-1, 2));
    assertHolds("INT32[0]", new int[0], Tensor.arange(3, 2));
    assertHolds("FLOAT64[3]", new double[]{0, 0.5, 1}, Tensor.arange(0, 1.5, 0.5));
    assertHolds("FLOAT64[4]", new double[]{0, 0.5, 1, 1.5}, Tensor.arange(0, 1.6, 0.5));
    assertHolds("FLOAT64[2]", new double[]{3, 1}, Tensor.arange(3, 0, -2));
    assertHolds("FLOAT64[0]", new double[0], Tensor.arange(0, 1, -1));
  }

  @Test
  void linspaceIncludesBothEnds() {
    assertHolds("FLOAT64[5]", new double[]{0, 0.25, 0.5, 0.75, 1}, Tensor.linspace(0, 1, 5));
    assertHolds("FLOAT64[1]", new double[]{3}, Tensor.linspace(3, 7, 1));
    assertHolds("FLOAT64[0]", new double[0], Tensor.linspace(3, 7, 0));
    assertEquals(0.3, Tensor.linspace(0.1, 0.3, 4).toDoubles()[3]);
  }

  @Test
  void seedsFixRandomTensors() {
    for (var type : new TensorType[]{DType.FLOAT64.tensor(3, 4), DType.FLOAT32.tensor(3, 4)}) {
      assertEquals(type, Tensor.uniform(type, 1).type());
      assertEquals(Tensor.uniform(type, 1).value(), Tensor.uniform(type, 1).value());
      assertEquals(Tensor.normal(type, 1).value(), Tensor.normal(type, 1).value());
      assertNotEquals(Tensor.uniform(type, 1).value(), Tensor.uniform(type, 2).value());
      assertNotEquals(Tensor.normal(type, 1).value(), Tensor.normal(type, 2).value());
    }
  }

  @Test
  void variablesAreTrackedAndConstantsForget() {
    var x = Tensor.variable(2);
    assertTrue(x.isTracked());
    assertTrue(x.mul(3).isTracked());
    assertEquals(2, x.mul(x).inputs().size());
    var constant = Tensor.of(2.0).mul(Tensor.of(3.0));
    assertFalse(constant.isTracked());
    assertTrue(constant.inputs().isEmpty());
    assertEquals(Op.Leaf.CONSTANT, constant.op());
    assertTrue(Tensor.variable(x.mul(3)).inputs().isEmpty());
  }

  @Test
  void detachedTensorsAreConstantsOfTheSameValue() {
    var x = Tensor.variable(2).mul(3);
    assertFalse(x.detach().isTracked());
    assertSame(x.value(), x.detach().value());
    var constant = Tensor.of(1.0);
    assertSame(constant, constant.detach());
  }

  @Test
  void namesBelongToTheNode() {
    var x = Tensor.variable(2.0).named("weight");
    assertEquals(Optional.of("weight"), x.name());
    assertEquals(Optional.empty(), x.mul(2).name());
    assertEquals(Optional.empty(), Tensor.of(1.0).name());
    assertEquals(Optional.of("weight"), Tensor.variable(x).name());
    assertTrue(x.isTracked());
    var y = x.mul(x);
    assertEquals(4, y.backward().of(x).item());
  }

  @Test
  void textShowsNameTypeOriginAndValues() {
    assertEquals("FLOAT64[] 1.5", Tensor.of(1.5).toString());
    assertEquals("INT32[3] [0, 1, 2]", Tensor.arange(0, 3).toString());
    assertEquals("FLOAT64[2, 1]\n[[1.],\n [2.]]", Tensor.of(new double[][]{{1}, {2}}).toString());
    assertEquals("w: FLOAT64[] variable 2.", Tensor.variable(2.0).named("w").toString());
    assertEquals("FLOAT64[] mul 4.", Tensor.variable(2.0).mul(2).toString());
    assertEquals("x: FLOAT32[2] copy", Tensor.placeholder(DType.FLOAT32.tensor(2)).named("x").toString());
    assertEquals("FLOAT64[2, 2]", Tensor.ones(2, 2).type().toString());
  }

  @Test
  void placeholdersMakeSymbolicResultsOfTheRightType() {
    var x = Tensor.placeholder(DType.FLOAT32.tensor(4, 3));
    var w = Tensor.placeholder(DType.FLOAT32.tensor(3, 2));
    assertTrue(x.isSymbolic());
    assertEquals("FLOAT32[4, 2]", x.matmul(w).type().toString());
    assertEquals("FLOAT32[4]", x.matmul(w).sigmoid().sum(1).type().toString());
    assertEquals("BOOL[4, 3]", x.greater(0).type().toString());
    assertEquals("INT32[4]", x.argmax(1).type().toString());
    assertEquals("FLOAT64[3, 4]", x.transpose().cast(DType.FLOAT64).type().toString());
    assertEquals("FLOAT32[8, 3]", Tensor.concat(0, x, x).type().toString());
    assertEquals("FLOAT32[4, 3]", x.add(Tensor.ones(DType.FLOAT32.tensor(3))).type().toString());
    assertTrue(x.add(Tensor.ones(DType.FLOAT32.tensor(3))).isSymbolic());
    assertTrue(x.detach().isSymbolic());
    assertFalse(x.detach().isTracked());
  }

  @Test
  void onlyFloatingPlaceholdersAreTracked() {
    assertTrue(Tensor.placeholder(DType.FLOAT64.tensor(2)).exp().isTracked());
    assertFalse(Tensor.placeholder(DType.INT32.tensor(2)).isTracked());
    assertFalse(Tensor.placeholder(DType.FLOAT64.tensor(2)).greater(0).isTracked());
  }

  @Test
  void wrongSymbolicShapesFailAtOnce() {
    var x = Tensor.placeholder(DType.FLOAT64.tensor(32, 784));
    var error = assertThrows(IllegalArgumentException.class, () -> x.matmul(Tensor.ones(256, 10)));
    assertEquals("matmul: inner dimensions differ: [32, 784] · [256, 10] (784 ≠ 256)", error.getMessage());
  }

  @Test
  void symbolicTensorsHaveNoValue() {
    var y = Tensor.placeholder(DType.FLOAT64.tensor()).named("x").exp();
    String message = ": FLOAT64[] exp is symbolic: while a program or a function under vmap is traced it stands for "
        + "values that are not there yet; so Java's if and while cannot depend on it, use where instead";
    assertEquals("value" + message, assertThrows(IllegalStateException.class, y::value).getMessage());
    assertEquals("item" + message, assertThrows(IllegalStateException.class, y::item).getMessage());
    assertEquals("toDoubles" + message, assertThrows(IllegalStateException.class, y::toDoubles).getMessage());
  }

  @Test
  void itemIsTheOnlyElementOfAnyType() {
    assertEquals(1.5, Tensor.of(1.5).item());
    assertEquals(0.1f, Tensor.of(0.1f).item());
    assertEquals(3, Tensor.of(new int[][]{{3}}).item());
    assertEquals(1, Tensor.of(true).item());
    assertEquals("item: FLOAT64[2] has 2 elements, not one",
        assertThrows(IllegalStateException.class, Tensor.ones(2)::item).getMessage());
    assertEquals("item: FLOAT64[0] has 0 elements, not one",
        assertThrows(IllegalStateException.class, Tensor.ones(0)::item).getMessage());
  }

  @Test
  void tensorsAreEqualOnlyToThemselves() {
    var x = Tensor.of(1.0);
    assertEquals(x, x);
    assertNotEquals(x, Tensor.of(1.0));
  }
}
