package dev.adjoint.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.internal.Message;

/**
 * All partial derivatives of a function at a point: for each tensor y that it gives and each tensor x of its argument ∂yᵢ/∂xⱼ, of shape
 * [i…, j…]. They are computed in batches, of so many rows or columns at a time as {@link JacobianOptions} say.
 *
 * @param <P> what the function takes
 * @param <R> what it gives
 */
public final class Jacobian<P, R> {
  private final Linearization<P, R> at;
  private final List<List<Tensor>> blocks; // of each y, by each x

  private Jacobian(Linearization<P, R> at, List<List<Tensor>> blocks) {
    this.at = at;
    this.blocks = blocks;
  }

  /** At a point, computed as the options say. */
  public static <P, R> Jacobian<P, R> of(String operation, Function<? super P, ? extends R> f, P x,
      JacobianOptions options) {
    var at = Linearization.<P, R>of(operation, f, x);
    return switch (options.direction()) {
      case FORWARD -> forward(at, options.chunk());
      case REVERSE -> reverse(at, options.chunk());
      case CHEAPER -> elements(at.inputs()) <= elements(at.outputs())
          ? forward(at, options.chunk())
          : reverse(at, options.chunk());
    };
  }

  private static long elements(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::size).sum();
  }

  /** Row by row: for each y one reverse pass, which is a batch of m for the m elements of y. */
  private static <P, R> Jacobian<P, R> reverse(Linearization<P, R> at, int chunk) {
    requireBlocksFit(at);
    return new Jacobian<>(at, at.outputs().stream().map(y -> {
      var rows = ofBasis(at.operation(), y.type(), chunk, 0, u -> { // [m, x…] for each x
        var gradients = at.backward(y, u);
        return at.inputs().stream().map(gradients::orZero).toList();
      });
      return rows.stream().map(row -> row.reshape(y.shape().concat(row.shape().without(0)))).toList();
    }).toList());
  }

  /** Column by column: for each x one forward pass, which is a batch of n for the n elements of x. */
  private static <P, R> Jacobian<P, R> forward(Linearization<P, R> at, int chunk) {
    requireBlocksFit(at);
    var byInput = at.inputs().stream().map(x -> {
      var columns = ofBasis(at.operation(), x.type(), chunk, -1, v -> at.forward(Map.of(x, v))); // [y…, n] for each y
      return columns.stream().map(column -> column.reshape(column.shape().without(-1).concat(x.shape()))).toList();
    }).toList();
    return new Jacobian<>(at, IntStream.range(0, at.outputs().size())
        .mapToObj(i -> byInput.stream().map(columns -> columns.get(i)).toList()).toList());
  }

  /** Of a function that gives one tensor: built like x. */
  public P ofOne() {
    at.requireOneOutput();
    return at.argumentWith(blocks.getFirst());
  }

  /** Of a function that gives any structure: a block for each of its tensors by each of x. */
  public BlockMatrix<P, R> ofAll() {
    return new BlockMatrix<>(at.value(), blocks.stream().map(at::argumentWith).toList());
  }

  /** Σ ∂yᵢ/∂xᵢ for a function that gives what it takes; term by term, and so forward. */
  public static <P> Tensor trace(String operation, Function<? super P, ? extends P> f, P x, JacobianOptions options) {
    if (options.direction() == JacobianOptions.Direction.REVERSE) {
      throw Message.illegal(operation,
          "its terms are elements of columns, which forward mode computes, not reverse mode");
    }
    var at = Linearization.<P, P>of(operation, f, x);
    at.likeArgument(at.outputs());
    return IntStream.range(0, at.inputs().size()).mapToObj(i -> {
      var input = at.inputs().get(i);
      return ofBasis(operation, input.type(), options.chunk(), 0,
          e -> List.of(e.mul(at.likeArgument(at.forward(Map.of(input, e))).get(i)).sum()))
          .getFirst().sum();
    }).reduce(Tensor::add).orElseThrow();
  }

  /** A function of every tensor of a type that is 1 in one place and 0 elsewhere, the results side by side along an axis, 0 or −1. */
  private static List<Tensor> ofBasis(String operation, TensorType type, int chunk, int axis,
      Function<Tensor, List<Tensor>> f) {
    int n = type.shape().size();
    requireFits(operation, Math.min(chunk, n), n, "take fewer rows or columns at a time");
    var chunks = new ArrayList<List<Tensor>>();
    int start = 0;
    do {
      int size = Math.min(chunk, n - start);
      chunks.add(Vmap.apply(f, basis(type, start, size), new int[]{0}, axis));
      start += size;
    } while (start < n);
    return chunks.size() == 1
        ? chunks.getFirst()
        : IntStream.range(0, chunks.getFirst().size()).mapToObj(
            k -> Tensor.concat(axis, chunks.stream().map(parts -> parts.get(k)).toArray(Tensor[]::new))).toList();
  }

  private static void requireBlocksFit(Linearization<?, ?> at) {
    at.outputs().forEach(y -> at.inputs().forEach(
        x -> requireFits(at.operation(), y.size(), x.size(), "take products with it, vjp and jvp")));
  }

  private static void requireFits(String operation, long rows, long columns, String advice) {
    if (rows * columns > Integer.MAX_VALUE) {
      throw Message.illegal(operation, "a matrix of %d by %d has more than 2^31 − 1 elements: %s", rows, columns,
          advice);
    }
  }

  /** Some of these tensors, one after another: [size, …]. */
  private static Tensor basis(TensorType type, int start, int size) {
    int n = type.shape().size();
    return Tensor.ones(type.with(Shape.of(size))).diagonalMatrix().pad(1, start, n - start - size)
        .reshape(type.shape().insert(0, size));
  }
}
