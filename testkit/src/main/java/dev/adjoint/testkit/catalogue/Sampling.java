package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;

import static dev.adjoint.DType.INT32;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;

/** Random numbers as functions of a counter. */
final class Sampling {
  private Sampling() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        drawn("drawUniform", Tensor::drawUniform), //
        drawn("drawNormal", Tensor::drawNormal));
  }

  private interface Drawing {
    Tensor apply(Tensor counter, TensorType type, long seed);
  }

  private static Operation drawn(String name, Drawing f) {
    return unary(name, x -> x.getFirst().equals(TensorType.number(INT32)), (op, x, random) -> {
      int seed = random.nextInt(100);
      return call(op, "$0." + name + "(FLOAT64.tensor(2, 3), " + seed + ")",
          in -> f.apply(in.get(0), DType.FLOAT64.tensor(2, 3), seed), Domains::everywhere);
    }).discrete("random numbers are a function of a counter");
  }
}
