package dev.adjoint.testkit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.adjoint.Autodiff;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.mutation.MutationRun.Corner;

import static java.lang.Double.NEGATIVE_INFINITY;

/** Gradients that are promised at kinks, ties and zeros. */
final class Corners {
  private Corners() {}

  static Stream<Corner> all() {
    return Stream.of( //
        one("abs is flat at 0", Tensor::abs, Tensor.of(0.0, 2.0), Tensor.of(0.0, 1.0)), //
        one("relu is flat at 0", Tensor::relu, Tensor.of(0.0, 2.0), Tensor.of(0.0, 1.0)), //
        one("sign is flat at 0", Tensor::sign, Tensor.of(0.0, 2.0), Tensor.of(0.0, 0.0)), //
        two("a tie of two halves the gradient of a maximum", in -> in.get(0).maximum(in.get(1)), //
            Tensor.of(2.0, 3.0, 1.0), Tensor.of(2.0, 1.0, 3.0), Tensor.of(0.5, 1, 0), Tensor.of(0.5, 0, 1)), //
        two("a tie of two halves the gradient of a minimum", in -> in.get(0).minimum(in.get(1)), //
            Tensor.of(2.0, 3.0, 1.0), Tensor.of(2.0, 1.0, 3.0), Tensor.of(0.5, 0, 1), Tensor.of(0.5, 1, 0)), //
        one("a tie shares the gradient of max evenly", in -> in.max(), Tensor.of(5.0, 5.0, 1.0, 5.0, 5.0),
            Tensor.of(0.25, 0.25, 0, 0.25, 0.25)), //
        one("a tie shares the gradient of min evenly", in -> in.min(), Tensor.of(1.0, 1.0, 5.0, 1.0, 1.0),
            Tensor.of(0.25, 0.25, 0, 0.25, 0.25)), //
        one("an infinite slope reaches the largest alone", x -> x.max().sqrt(), Tensor.of(0.0, -1),
            Tensor.of(Double.POSITIVE_INFINITY, 0)), //
        one("a sum of impossible terms is flat", in -> in.logSumExp(1), //
            Tensor.of(new double[][]{{NEGATIVE_INFINITY, NEGATIVE_INFINITY}, {0, 0}}), //
            Tensor.of(new double[][]{{0, 0}, {0.5, 0.5}})), //
        one("and so is its slope",
            x -> Autodiff.grad((Tensor t) -> t.logSumExp(1).sum()).apply(x).mul(Tensor.of(1.0, 2)), //
            Tensor.of(new double[][]{{NEGATIVE_INFINITY, NEGATIVE_INFINITY}, {0, 0}}), //
            Tensor.of(new double[][]{{0, 0}, {-0.25, 0.25}})), //
        one("a norm of 0 is flat", in -> in.norm(1), Tensor.of(new double[][]{{0, 0}, {3, 4}}), //
            Tensor.of(new double[][]{{0, 0}, {0.6, 0.8}})), //
        one("and so is its root", in -> in.norm(1).sqrt(), Tensor.of(new double[][]{{0, 0}, {0, 4}}), //
            Tensor.of(new double[][]{{0, 0}, {0, 0.25}})), //
        two("hypot is flat at (0, 0)", in -> in.get(0).hypot(in.get(1)), Tensor.of(0.0, 3.0), Tensor.of(0.0, 4.0),
            Tensor.of(0.0, 0.6), Tensor.of(0.0, 0.8)), //
        two("and so is its root", in -> in.get(0).hypot(in.get(1)).sqrt(), Tensor.of(0.0, 0.0), Tensor.of(0.0, 4.0),
            Tensor.of(0.0, 0), Tensor.of(0.0, 0.25)), //
        two("the angle of the origin is flat", in -> in.get(0).atan2(in.get(1)), Tensor.of(0.0, 0.0),
            Tensor.of(0.0, 2.0), Tensor.of(0.0, 0.5), Tensor.of(0.0, 0)), //
        two("and so is its root", in -> in.get(0).atan2(in.get(1)).sqrt(), Tensor.of(0.0), Tensor.of(0.0),
            Tensor.of(0.0), Tensor.of(0.0)), //
        two("equal infinities share alike", in -> in.get(0).logAddExp(in.get(1)),
            Tensor.of(Double.POSITIVE_INFINITY, NEGATIVE_INFINITY, NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            Tensor.of(Double.POSITIVE_INFINITY, NEGATIVE_INFINITY, 1, NEGATIVE_INFINITY), //
            Tensor.of(0.5, 0.5, 0, 1), Tensor.of(0.5, 0.5, 1, 0)), //
        two("zero times the logarithm of what has none is flat", in -> in.get(0).xlogy(in.get(1)),
            Tensor.of(0.0, 0, 0), Tensor.of(0.0, -1, Double.POSITIVE_INFINITY), //
            Tensor.of(0.0, 0, 0), Tensor.of(0.0, 0, 0)), //
        two("powers of 0", in -> in.get(0).pow(in.get(1)), Tensor.of(0.0, 0.0, 0.0), Tensor.of(0.0, 1.0, 2.0),
            Tensor.of(0.0, 1, 0), Tensor.of(0.0, 0, 0)), //
        two("a negative power of 0", in -> in.get(0).pow(in.get(1)), Tensor.of(0.0), Tensor.of(-1.0),
            Tensor.of(NEGATIVE_INFINITY), Tensor.of(NEGATIVE_INFINITY)), //
        two("powers of 2 and powers of −2", in -> in.get(0).pow(in.get(1)), Tensor.of(2.0, -2.0), Tensor.of(0.0, 3.0),
            Tensor.of(0.0, 12), Tensor.of(StrictMath.log(2), Double.NaN)));
  }

  private static Corner one(String title, java.util.function.UnaryOperator<Tensor> f, Tensor x, Tensor gradient) {
    return new Corner(title, in -> f.apply(in.getFirst()), List.of(x), List.of(gradient));
  }

  private static Corner two(String title, Function<List<Tensor>, Tensor> f, Tensor a, Tensor b, Tensor da, Tensor db) {
    return new Corner(title, f, List.of(a, b), List.of(da, db));
  }
}
