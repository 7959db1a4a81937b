package dev.adjoint.transform;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.internal.Message;

/** All partial derivatives of a function that gives one tensor y: for each tensor x of its argument ∂yᵢ/∂xⱼ, of shape [i…, j…]. */
public final class Jacobian {

  private Jacobian() {}

  /** Row by row, one reverse pass for all of them, each a batch of m for the m elements of y. */
  public static <P> P reverse(Function<? super P, Tensor> f, P x) {
    return reverse(Linearization.of(f, x));
  }

  /** Column by column, one forward pass for each tensor of x, a batch of n for its n elements. */
  public static <P> P forward(Function<? super P, Tensor> f, P x) {
    return forward(Linearization.of(f, x));
  }

  /** Forward if x has no more elements than y, else reverse. */
  public static <P> P cheaper(Function<? super P, Tensor> f, P x) {
    var at = Linearization.<P, Tensor>of(f, x);
    int n = at.inputs().stream().mapToInt(Tensor::size).sum();
    return n <= at.output("jacobian").size() ? forward(at) : reverse(at);
  }

  private static <P> P reverse(Linearization<P, Tensor> at) {
    var y = at.output("jacobian");
    var rows = Vmap.<Tensor, List<Tensor>>apply(u -> {
      var gradients = at.backward(List.of(u));
      return at.inputs().stream().map(gradients::orZero).toList();
    }, basis(y.type()), new int[]{0}, 0);
    return at.argumentWith(rows.stream().map(row -> row.reshape(y.shape().concat(row.shape().without(0)))).toList());
  }

  private static <P> P forward(Linearization<P, Tensor> at) {
    var y = at.output("jacobian");
    return at.argumentWith(at.inputs().stream().map(x -> {
      var columns = Vmap.<Tensor, Tensor>apply(v -> at.forward(Map.of(x, v)).getFirst(), basis(x.type()), new int[]{0},
          -1);
      return columns.reshape(y.shape().concat(x.shape()));
    }).toList());
  }

  /** Σ ∂yᵢ/∂xᵢ for a function that gives a tensor of the type it takes. */
  public static Tensor trace(Function<Tensor, Tensor> f, Tensor x) {
    var at = Linearization.of(f, x);
    var y = at.output("divergence");
    if (!y.type().equals(x.type())) {
      throw Message.illegal("divergence", "is of a function that gives what it takes; this one takes %s and gives %s",
          x.type(), y.type());
    }
    return Vmap.<Tensor, Tensor>apply(e -> e.mul(at.jvp(e)).sum(), basis(x.type()), new int[]{0}, 0).sum();
  }

  /** All tensors of a type with a one in one place and zeros elsewhere, one after another: [n, …] for n elements. */
  private static Tensor basis(TensorType type) {
    int n = type.shape().size();
    return Tensor.ones(type.with(Shape.of(n))).diagonalMatrix().reshape(type.shape().insert(0, n));
  }
}
