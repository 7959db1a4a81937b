package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.DType;

import static dev.adjoint.DType.INT32;
import static dev.adjoint.testkit.catalogue.Domains.isClearOfWholeNumbers;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.unary;

/** Other element types. */
final class Conversions {
  private Conversions() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("cast", x -> x.getFirst().dtype().isFloating(),
            (op, x, random) -> call(op, "$0.cast(INT32)", in -> in.get(0).cast(INT32),
                in -> isClearOfWholeNumbers(in.get(0))))
            .discrete("fractions are dropped"), //
        unary("cast", x -> !x.getFirst().dtype().isFloating(),
            (op, x, random) -> call(op, "$0.cast(FLOAT64)", in -> in.get(0).cast(DType.FLOAT64), Domains::everywhere))
            .discrete("whole numbers and truth values do not change a little"));
  }
}
