package dev.adjoint.testkit.catalogue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.adjoint.DType;
import dev.adjoint.Tensor;
import dev.adjoint.op.Axes;
import dev.adjoint.testkit.Tensors;
import dev.adjoint.testkit.catalogue.Kinds.AlongAxis;
import dev.adjoint.testkit.catalogue.Kinds.Reduction;
import dev.adjoint.testkit.catalogue.Kinds.ReductionDomain;

import static dev.adjoint.testkit.catalogue.Arguments.axis;
import static dev.adjoint.testkit.catalogue.Arguments.source;
import static dev.adjoint.testkit.catalogue.Domains.CLEAR;
import static dev.adjoint.testkit.catalogue.Domains.haveOneLargest;
import static dev.adjoint.testkit.catalogue.Domains.isAbove;
import static dev.adjoint.testkit.catalogue.Kinds.alongAxis;
import static dev.adjoint.testkit.catalogue.Kinds.binary;
import static dev.adjoint.testkit.catalogue.Kinds.call;
import static dev.adjoint.testkit.catalogue.Kinds.reduce;
import static dev.adjoint.testkit.catalogue.Kinds.unary;
import static dev.adjoint.testkit.catalogue.Types.floating;

/** Many elements to one. */
final class Reductions {
  private Reductions() {}

  static Stream<Operation> operations() {
    return Stream.of( //
        reduction("sum", Tensor::sum, (x, axes) -> true), //
        unary("sumTo", Types::floating, (op, x, random) -> {
          var shape = Tensors.part(x.getFirst().shape(), random);
          return call(op, "$0.sumTo(" + source(shape) + ")", in -> in.get(0).sumTo(shape), Domains::everywhere);
        }), //
        reduction("mean", Tensor::mean, (x, axes) -> true), //
        reductionOfElements("max", Tensor::max, Domains::haveOneLargest), //
        reductionOfElements("min", Tensor::min, (x, axes) -> haveOneLargest(x.neg(), axes)), //
        reduction("prod", Tensor::prod, (x, axes) -> true), //
        reduction("variance", Tensor::variance, (x, axes) -> true), //
        reduction("standardDeviation", Tensor::standardDeviation,
            (x, axes) -> x.size() == x.sum(axes).size() || isAbove(CLEAR, x.variance(axes))), //
        reduction("meanAndVariance", ".mean()", (x, axes) -> x.meanAndVariance(axes).mean()), //
        reduction("meanAndVariance", ".variance()", (x, axes) -> x.meanAndVariance(axes).variance()), //
        reduction("norm", Tensor::norm, (x, axes) -> isAbove(CLEAR, x.square().sum(axes))), //
        reduction("logSumExp", Tensor::logSumExp, (x, axes) -> true), //
        alongAxis("cumulativeSum", Tensor::cumulativeSum), //
        alongAxis("cumulativeProduct", Tensor::cumulativeProduct), //
        binary("linearRecurrence", Types::floatingAlike, (op, x, random) -> {
          int axis = axis(x.getFirst().shape(), random);
          return call(op, "$0.linearRecurrence($1, " + axis + ")", in -> in.get(0).linearRecurrence(in.get(1), axis),
              Domains::everywhere);
        }), //
        ofMasks("count", Tensor::count), //
        ofMasks("any", Tensor::any), //
        ofMasks("all", Tensor::all), //
        position("argmax", Tensor::argmax, Tensor::argmax, (x, axes) -> haveOneLargest(x, axes)), //
        position("argmin", Tensor::argmin, Tensor::argmin, (x, axes) -> haveOneLargest(x.neg(), axes)));
  }

  private static Operation ofMasks(String name, Reduction f) {
    return unary(name, x -> x.getFirst().dtype() == DType.BOOL,
        (op, x, random) -> reduce(op, x.getFirst().shape(), f, (t, axes) -> true, random))
        .discrete("truth values do not change a little");
  }

  static Operation reduction(String name, Reduction f, ReductionDomain domain) {
    return unary(name, Types::floating, (op, x, random) -> reduce(op, x.getFirst().shape(), f, domain, random));
  }

  /** One of the results of a reduction that has several. */
  private static Operation reduction(String name, String result, Reduction f) {
    return unary(name, Types::floating,
        (op, x, random) -> reduce(op, result, x.getFirst().shape(), f, (t, axes) -> true, random));
  }

  private static Operation reductionOfElements(String name, Reduction f, ReductionDomain domain) {
    return unary(name, x -> floating(x) && x.getFirst().shape().size() > 0,
        (op, x, random) -> reduce(op, x.getFirst().shape(), f, domain, random));
  }

  private static Operation position(String name, AlongAxis f, UnaryOperator<Tensor> ofAll, ReductionDomain domain) {
    return unary(name, x -> floating(x) && x.getFirst().shape().size() > 0, (op, x, random) -> {
      if (x.getFirst().shape().rank() == 0 || random.nextInt(3) == 0) {
        return call(op, "$0." + name + "()", in -> ofAll.apply(in.get(0)), in -> domain.test(in.get(0), Axes.of()));
      }
      int axis = axis(x.getFirst().shape(), random);
      return call(op, "$0." + name + "(" + axis + ")", in -> f.apply(in.get(0), axis),
          in -> domain.test(in.get(0), Axes.of(axis)));
    }).discrete("a position jumps");
  }
}
