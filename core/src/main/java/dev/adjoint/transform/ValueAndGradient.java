package dev.adjoint.transform;

import java.util.function.Function;

import dev.adjoint.Tensor;

/**
 * f(x) and ∇f(x), found together.
 *
 * @param value one number
 * @param gradient built like x
 * @param <P> the type of x
 */
public record ValueAndGradient<P>(Tensor value, P gradient) {

  /**
   * Of a function at a point.
   *
   * @throws IllegalArgumentException if the function does not give one number
   */
  public static <P> ValueAndGradient<P> of(Function<? super P, Tensor> f, P x) {
    return of("grad", f, x);
  }

  /**
   * The same.
   *
   * @param operation what the user called, for errors
   */
  public static <P> ValueAndGradient<P> of(String operation, Function<? super P, Tensor> f, P x) {
    var at = Linearization.<P, Tensor>of(operation, f, x);
    return new ValueAndGradient<>(at.value(), at.gradient(at.result()));
  }

  /**
   * What a function gives that computes more than the number to differentiate: predictions, say, or the parts of a loss.
   *
   * @param value one number
   * @param aux anything else
   * @param <A> the type of that
   */
  public record WithAux<A>(Tensor value, A aux) {
  }

  /**
   * f(x), ∇f(x) and what f computed besides.
   *
   * @param value one number
   * @param gradient built like x
   * @param aux not differentiated
   * @param <P> the type of x
   * @param <A> the type of what f computed besides
   */
  public record AndAux<P, A>(Tensor value, P gradient, A aux) {

    /** Of a function at a point. */
    public static <P, A> AndAux<P, A> of(Function<? super P, WithAux<A>> f, P x) {
      var at = Linearization.<P, WithAux<A>>of("valueAndGradWithAux", f, x);
      var result = at.value();
      return new AndAux<>(result.value(), at.gradient(at.result().value()), result.aux());
    }
  }
}
