package dev.adjoint.op;

import java.util.Random;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class ComparisonTest {

  enum Relation {
    EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL;

    boolean holds(double a, double b) {
      return switch (this) {
        case EQUAL -> a == b;
        case NOT_EQUAL -> a != b;
        case LESS -> a < b;
        case LESS_OR_EQUAL -> a <= b;
        case GREATER -> a > b;
        case GREATER_OR_EQUAL -> a >= b;
      };
    }

    Tensor compare(Tensor a, Tensor b) {
      return switch (this) {
        case EQUAL -> a.equal(b);
        case NOT_EQUAL -> a.notEqual(b);
        case LESS -> a.less(b);
        case LESS_OR_EQUAL -> a.lessOrEqual(b);
        case GREATER -> a.greater(b);
        case GREATER_OR_EQUAL -> a.greaterOrEqual(b);
      };
    }

    Tensor compare(Tensor a, double b) {
      return switch (this) {
        case EQUAL -> a.equal(b);
        case NOT_EQUAL -> a.notEqual(b);
        case LESS -> a.less(b);
        case LESS_OR_EQUAL -> a.lessOrEqual(b);
        case GREATER -> a.greater(b);
        case GREATER_OR_EQUAL -> a.greaterOrEqual(b);
      };
    }
  }

  private static Tensor mask(Shape shape, long seed) {
    return Naive.indices(shape, 2, seed).cast(DType.BOOL);
  }

  @Property(tries = 400, seed = "1")
  void relationsBroadcastAndHoldForEveryElementType(@ForAll Relation relation, @ForAll Shapes.Pair shapes,
      @ForAll long seed) {
    var a = Naive.indices(shapes.left(), 3, seed); // so few values that many are equal
    var b = Naive.indices(shapes.right(), 3, seed + 1);
    var expected = Naive.tensor(shapes.result(),
        index -> relation.holds(Naive.repeated(a, index), Naive.repeated(b, index)) ? 1 : 0).cast(DType.BOOL);
    for (var dtype : new DType[]{DType.INT32, DType.FLOAT32, DType.FLOAT64}) {
      Naive.assertSame(expected, relation.compare(a.cast(dtype), b.cast(dtype)));
    }
  }

  @Property(tries = 100, seed = "2")
  void numbersAreComparedWithEveryElement(@ForAll Relation relation, @ForAll Shape shape, @ForAll long seed) {
    var x = Naive.indices(shape, 3, seed);
    var expected = Naive.tensor(shape, index -> relation.holds(Naive.at(x, index), 1) ? 1 : 0).cast(DType.BOOL);
    for (var dtype : new DType[]{DType.INT32, DType.FLOAT32, DType.FLOAT64}) {
      Naive.assertSame(expected, relation.compare(x.cast(dtype), 1));
    }
  }

  @Example
  void nanIsNotEqualToAnythingAndNothingElse() {
    var nan = Tensor.of(Double.NaN);
    for (var relation : Relation.values()) {
      assertEquals(relation == Relation.NOT_EQUAL ? 1 : 0, relation.compare(nan, nan).item());
      assertEquals(relation == Relation.NOT_EQUAL ? 1 : 0, relation.compare(nan, 1).item());
    }
  }

  @Property(tries = 300, seed = "3")
  void whereChoosesWithBroadcasting(@ForAll Shapes.Pair shapes, @ForAll boolean swap,
      @ForAll long seed) {
    var c = mask(swap ? shapes.result() : shapes.left(), seed);
    var a = Naive.numbers(swap ? shapes.left() : shapes.right(), seed);
    var b = Naive.numbers(swap ? shapes.right() : shapes.result(), seed + 1);
    var expected = Naive.tensor(shapes.result(),
        index -> Naive.repeated(c, index) == 1 ? Naive.repeated(a, index) : Naive.repeated(b, index));
    Naive.assertSame(expected, c.where(a, b));
    Naive.assertSame(expected.cast(DType.FLOAT32), c.where(a.cast(DType.FLOAT32), b.cast(DType.FLOAT32)));
    Naive.assertSame(expected.cast(DType.INT32), c.where(a.cast(DType.INT32), b.cast(DType.INT32)));
    Naive.assertSame(expected.cast(DType.BOOL), c.where(a.cast(DType.BOOL), b.cast(DType.BOOL)));
  }

  @Example
  void whereTakesNumbers() {
    var c = Tensor.of(true, false);
    Naive.assertSame(Tensor.of(1.0, 7), c.where(Tensor.of(1.0, 2), 7));
    Naive.assertSame(Tensor.of(7.0, 2), c.where(7, Tensor.of(1.0, 2)));
    Naive.assertSame(Tensor.of(7, 2), c.where(7, Tensor.of(1, 2)));
  }

  @Example
  void untakenSidesMayBeNaN() {
    var c = Tensor.of(true, false);
    Naive.assertSame(Tensor.of(1.0, 2), c.where(Tensor.of(1, Double.NaN), Tensor.of(Double.NaN, 2)));
  }

  @Property(tries = 100, seed = "4")
  void masksCombineLikeTruthValues(@ForAll Shapes.Pair shapes, @ForAll long seed) {
    var random = new Random(seed);
    var a = mask(shapes.left(), random.nextLong());
    var b = mask(shapes.right(), random.nextLong());
    Naive.assertSame(Naive.tensor(shapes.result(), i -> Naive.repeated(a, i) * Naive.repeated(b, i)).cast(DType.BOOL),
        a.and(b));
    Naive.assertSame(Naive.tensor(shapes.result(), i -> Naive.repeated(a, i) + Naive.repeated(b, i)).cast(DType.BOOL),
        a.or(b));
    Naive.assertSame(Naive.tensor(a.shape(), i -> 1 - Naive.at(a, i)).cast(DType.BOOL), a.not());
  }

  @Example
  void whereSafeGivesTheFunctionOnlySafeNumbers() {
    var x = Tensor.variable(-1, 0, Math.E);
    var y = x.greater(0).whereSafe(Tensor::log, x, 1, Tensor.of(-5.0));
    Naive.assertClose(Tensor.of(-5.0, -5, 1), y.detach(), 1e-15);
    Naive.assertClose(Tensor.of(0, 0, 1 / Math.E), y.sum().backward().of(x), 1e-15);
  }

  @Property(tries = 100, seed = "5")
  void specialNumbersAreFound(@ForAll Shape shape, @ForAll long seed) {
    double[] some = {0, -0.0, 1e30, -1e-30, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    var which = Naive.indices(shape, some.length, seed);
    for (var dtype : new DType[]{DType.FLOAT64, DType.FLOAT32}) {
      var x = Naive.tensor(shape, i -> some[(int) Naive.at(which, i)]).cast(dtype);
      Naive.assertSame(which.equal(4), x.isNaN());
      Naive.assertSame(which.greater(4), x.isInfinite());
      Naive.assertSame(which.less(4), x.isFinite());
    }
  }

  @Example
  void comparisonsAreNeverTracked() {
    assertFalse(Tensor.variable(1, 2).greater(1).isTracked());
    assertFalse(Tensor.variable(1, 2).greater(1).cast(DType.FLOAT64).isTracked());
  }

  @Example
  void maximumAndMinimumPassNaNOn() {
    var nan = Tensor.of(Double.NaN, 1, 0.0, -0.0);
    var other = Tensor.of(1, Double.NaN, -0.0, 0.0);
    Naive.assertSame(Tensor.of(Double.NaN, Double.NaN, 0.0, 0.0), nan.maximum(other));
    Naive.assertSame(Tensor.of(Double.NaN, Double.NaN, -0.0, -0.0), nan.minimum(other));
  }
}
