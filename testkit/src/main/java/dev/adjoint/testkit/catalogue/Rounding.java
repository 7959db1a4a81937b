package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Domains.isClearOfWholeNumbers;
import static dev.adjoint.testkit.catalogue.Kinds.map;

/** Whole numbers near a floating-point number. */
final class Rounding {
  private Rounding() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        map("floor", Tensor::floor, x -> isClearOfWholeNumbers(x.getFirst())), //
        map("ceil", Tensor::ceil, x -> isClearOfWholeNumbers(x.getFirst())), //
        map("round", Tensor::round, x -> isClearOfWholeNumbers(x.getFirst().add(0.5))), //
        map("trunc", Tensor::trunc, x -> isClearOfWholeNumbers(x.getFirst())));
  }
}
