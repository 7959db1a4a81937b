package dev.adjoint.op;

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
import static org.junit.jupiter.api.Assertions.assertTrue;

@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
class ConversionsTest {

  @Property(tries = 200, seed = "1")
  void castsAreThoseOfJava(@ForAll Shape shape, @ForAll DType from, @ForAll DType to, @ForAll long seed) {
    var x = Naive.numbers(shape, seed).mul(3).cast(from);
    var expected = Naive.tensor(shape, index -> {
      double element = Naive.at(x, index);
      return switch (to) {
        case FLOAT64 -> element;
        case FLOAT32 -> (float) element;
        case INT32 -> (int) element;
        case BOOL -> element == 0 ? 0 : 1;
      };
    });
    var y = x.cast(to);
    assertEquals(to.tensor(shape.dims()), y.type());
    Naive.assertSame(expected, y.cast(DType.FLOAT64));
  }

  @Example
  void fractionsAreDroppedTowardsZeroUpToTheLastNumber() {
    Naive.assertSame(Tensor.of(2, -2, 0, Integer.MAX_VALUE, Integer.MIN_VALUE),
        Tensor.of(2.9, -2.9, -0.5, Integer.MAX_VALUE + 0.5, Integer.MIN_VALUE - 0.5).cast(DType.INT32));
  }

  @Example
  void nanIsTrueAsItDiffersFromZero() {
    Naive.assertSame(Tensor.of(true, false, false), Tensor.of(Double.NaN, 0, -0.0).cast(DType.BOOL));
  }

  @Example
  void onlyCastsBetweenFloatingTypesAreTracked() {
    var x = Tensor.variable(1.5);
    assertTrue(x.cast(DType.FLOAT32).isTracked());
    assertFalse(x.cast(DType.INT32).isTracked());
    assertFalse(x.cast(DType.BOOL).cast(DType.FLOAT64).isTracked());
  }
}
