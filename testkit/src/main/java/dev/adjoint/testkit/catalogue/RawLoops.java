package dev.adjoint.testkit.catalogue;

import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.floating;

/**
 * Operations of one's own as loops over raw arrays, which random graphs have among the others: whatever hands them an array must hand
 * them its elements and no others.
 */
public final class RawLoops {
  private static final Op.Unary SQUARES = Op.custom("squares",
      Op.onArrays(x -> x.with(Shape.SCALAR), RawLoops::addSquares), (x, y, dy) -> x.mul(2).mul(dy));
  private static final Op.Unary TOTAL = Op.custom("total",
      Op.onArrays(x -> TensorType.number(DType.INT32), RawLoops::addUp), (x, y, dy) -> Tensor.zeros(x.type()));

  private RawLoops() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        unary("squares", Types::floating,
            (op, x, random) -> new Call(op, "RawLoops.squares($0)", in -> RawLoops.squares(in.get(0)),
                Domains::everywhere, in -> in.get(0).square().sum())), //
        unary("total", x -> !floating(x),
            (op, x, random) -> new Call(op, "RawLoops.total($0)", in -> RawLoops.total(in.get(0)),
                Domains::everywhere, in -> in.get(0).cast(DType.FLOAT64).sum().cast(DType.INT32)))
            .discrete("whole numbers and truth values do not change a little"));
  }

  /** Σ x² of numbers, in the order in which they lie. */
  public static Tensor squares(Tensor x) {
    return Tensor.apply(SQUARES, x);
  }

  /** Σ x of whole numbers, or how many truth values are true. */
  public static Tensor total(Tensor x) {
    return Tensor.apply(TOTAL, x);
  }

  private static void addSquares(NdArray x, NdArray sum) {
    switch (x.dtype()) {
      case FLOAT64 -> {
        for (double element : x.doubles()) {
          sum.doubles()[0] += element * element;
        }
      }
      case FLOAT32 -> {
        for (float element : x.floats()) {
          sum.floats()[0] += element * element;
        }
      }
      case INT32, BOOL -> throw new IllegalArgumentException("squares: needs floating numbers, not " + x.type());
    }
  }

  private static void addUp(NdArray x, NdArray sum) {
    switch (x.dtype()) {
      case INT32 -> {
        for (int element : x.ints()) {
          sum.ints()[0] += element;
        }
      }
      case BOOL -> {
        for (boolean element : x.booleans()) {
          sum.ints()[0] += element ? 1 : 0;
        }
      }
      case FLOAT64, FLOAT32 ->
        throw new IllegalArgumentException("total: needs whole numbers or truth values, not " + x.type());
    }
  }
}
