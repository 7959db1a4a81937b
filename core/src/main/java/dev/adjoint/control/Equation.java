package dev.adjoint.control;

import java.util.function.BiFunction;

import dev.adjoint.Tensor;
import dev.adjoint.transform.Structure;
import dev.adjoint.transform.ValueAndGradient;

/**
 * F(x, θ) = 0, which defines x as a function of θ wherever ∂F/∂x is regular.
 *
 * @param <X> the type of the unknowns, which the residual is built like
 * @param <P> the type of the parameters
 */
@FunctionalInterface
public interface Equation<X, P> {
  /** F(x, θ), which is 0 at the solution. */
  X residual(X x, P p);

  /** x = f(x, θ), as F = f(x, θ) − x. */
  static <X, P> Equation<X, P> fixedPoint(BiFunction<? super X, ? super P, ? extends X> f) {
    return (x, p) -> {
      var unknowns = Structure.of(x);
      var next = unknowns.tensorsOf(f.apply(x, p), "implicit", "next point", "point").iterator();
      return unknowns.map(t -> next.next().sub(t));
    };
  }

  /** The x at which g(x, θ), one number, is least, or any other stationary point, as F = ∂g/∂x. */
  static <X, P> Equation<X, P> argmin(BiFunction<? super X, ? super P, Tensor> g) {
    return (x, p) -> ValueAndGradient.<X>of(at -> g.apply(at, p), x).gradient();
  }
}
