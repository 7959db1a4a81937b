package dev.adjoint.transform;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.Tensor;
import dev.adjoint.internal.Message;

/**
 * All partial derivatives of a function from one structure to another: a block for each tensor y of its result by each tensor x of its
 * argument, of shape [shape of y, shape of x]. A hessian is one of the gradient, which is built like the argument.
 *
 * <p>{@code hessian.row(Line::slope).offset()} is ∂²f / ∂slope ∂offset.
 *
 * @param value what the function gives
 * @param rows for each floating-point tensor in it the derivatives of that one, built like the argument
 * @param <P> what the function takes
 * @param <R> what it gives
 */
public record BlockMatrix<P, R>(R value, List<P> rows) {

  /** These rows. */
  public BlockMatrix {
    rows = List.copyOf(rows);
  }

  /**
   * The partial derivatives of one tensor of the result, built like the argument.
   *
   * @param y which one of the result, e.g. {@code Line::slope} or {@code list -> list.get(0)}
   * @throws IllegalArgumentException if it gives no floating-point tensor of the result
   */
  public P row(Function<? super R, Tensor> y) {
    var result = Structure.of(value);
    var chosen = y.apply(value);
    int k = Linearization.floating(result.tensors()).indexOf(chosen); // a node that stands in two places has one row
    if (k < 0) {
      throw Message.illegal("row", "%s is not one of the floating-point tensors in %s", chosen, result);
    }
    return rows.get(k);
  }

  /** One matrix of all blocks, with all elements of the argument along a row, those of the result along a column: [m, n]. */
  public Tensor matrix() {
    var results = Linearization.floating(Structure.of(value).tensors());
    return Tensor.concat(0, IntStream.range(0, rows.size())
        .mapToObj(k -> row(results.get(k), Linearization.floating(Structure.of(rows.get(k)).tensors())))
        .toArray(Tensor[]::new));
  }

  private static Tensor row(Tensor y, List<Tensor> blocks) {
    int rank = y.shape().rank();
    return Tensor.concat(1, blocks.stream()
        .map(block -> block.reshape(y.size(), block.shape().slice(rank, block.shape().rank()).size()))
        .toArray(Tensor[]::new));
  }
}
