package dev.adjoint.testkit.catalogue;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.adjoint.Tensor;

import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.zip;

/**
 * Every operation, with the operands it accepts, random arguments, and where it is smooth; but for those whose gradient is not
 * that of their value, on purpose.
 */
public final class Catalogue {
  private Catalogue() {}

  /** Loops, branches, checkpoints and implicit functions, which {@link #operations} has among the others. */
  public static List<Operation> controlFlow() {
    return ControlFlow.operations().toList();
  }

  /** All operations. */
  public static List<Operation> operations() {
    return Stream
        .of(Arithmetic.operations(), Rounding.operations(), Integers.operations(), Elementary.operations(),
            Special.operations(), Activations.operations(),
            Comparison.operations(),
            Reductions.operations(), Ordering.operations(), Movement.operations(), Slicing.operations(),
            Indexing.operations(), LinearAlgebra.operations(), Losses.operations(), Conversions.operations(),
            Sampling.operations(), RawLoops.operations(), ControlFlow.operations())
        .flatMap(Function.identity())
        .toList();
  }

  /** The mean of all elements. */
  public static Call mean() {
    return call(Reductions.reduction("mean", Tensor::mean, (x, axes) -> true), "$0.mean()", in -> in.get(0).mean(),
        Domains::everywhere);
  }

  /** A sum, difference or product of two numbers. */
  public static Call joining(Random random) {
    var op = List.of(zip("add", Tensor::add, Domains::everywhere), zip("sub", Tensor::sub, Domains::everywhere),
        zip("mul", Tensor::mul, Domains::everywhere)).get(random.nextInt(3));
    return op.draw(List.of(), random);
  }
}
