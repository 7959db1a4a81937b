package dev.adjoint;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.adjoint.array.NdArray;

/**
 * All results of an operation that has several, as one node, of which each result is read by an {@link Op.Result}; or tensors that
 * stand for them, one for each: their gradients, their tangents, those of a batch. It has the type and the value of the first one,
 * but nobody computes with it.
 */
final class Tuple extends Tensor {
  private final List<TensorType> types;
  private final List<Optional<Tensor>> known;

  private Tuple(List<TensorType> types, Op op, List<Tensor> inputs, List<Optional<Tensor>> known, boolean tracked,
      Origin origin) {
    super(types.getFirst(), op, inputs,
        known.getFirst().filter(first -> !first.isSymbolic()).map(Tensor::value).orElse(null), tracked, origin);
    this.types = types;
    this.known = known;
  }

  /** The node op(x₀, x₁, …). */
  static Tuple of(Op.Multi op, List<Tensor> x, Origin origin) {
    var types = List.copyOf(op.types(x.stream().map(Tensor::type).toList()));
    boolean tracked = x.stream().anyMatch(Tensor::isTracked)
        && types.stream().anyMatch(type -> isDifferentiable(op, type));
    if (x.stream().anyMatch(Tensor::isSymbolic)) {
      return new Tuple(types, op, x, types.stream().map(_ -> Optional.<Tensor>empty()).toList(), tracked, origin);
    }
    var values = Evaluation.values(op, x, types, origin);
    return new Tuple(types, op, x, values.stream().map(Tensor::constant).map(Optional::of).toList(), tracked, origin);
  }

  /** Tensors that stand for the results of an operation. */
  static Tuple together(List<Tensor> all) {
    return new Tuple(all.stream().map(Tensor::type).toList(), Op.Leaf.CONSTANT, List.of(),
        all.stream().map(Optional::of).toList(), all.stream().anyMatch(Tensor::isTracked), Origin.NONE);
  }

  /**
   * The gradients of the results, from those of the nodes that read them, of which several may read one.
   *
   * @param places for each gradient, which result it is of; the others have none
   */
  Tuple gradient(List<Integer> places, List<Tensor> dy) {
    var sums = IntStream.range(0, types.size()).mapToObj(place -> IntStream.range(0, dy.size())
        .filter(k -> places.get(k) == place).mapToObj(dy::get).reduce(Tensor::add)).toList();
    return new Tuple(types, Op.Leaf.CONSTANT, List.of(), sums, dy.stream().anyMatch(Tensor::isTracked), Origin.NONE);
  }

  @Override
  List<Optional<Tensor>> known() {
    return known;
  }

  /** One of the results. */
  Tensor result(int place) {
    if (op() instanceof Op.Leaf) {
      return known.get(place).orElseThrow();
    }
    var type = types.get(place);
    boolean differentiable = isTracked() && isDifferentiable(op(), type);
    boolean remembers = differentiable || known.get(place).isEmpty()
        || DebugScope.remembers(inputs());
    return remembers
        ? new Tensor(type, new Op.Result(place), List.of(this), known.get(place).map(Tensor::value).orElse(null),
            differentiable, origin())
        : known.get(place).orElseThrow();
  }

  @Override
  List<Tensor> results() {
    return IntStream.range(0, types.size()).mapToObj(this::result).toList();
  }

  @Override
  public Tensor detach() {
    return isTracked() ? together(results().stream().map(Tensor::detach).toList()) : this;
  }

  @Override
  Tensor forget() {
    return isTracked() ? together(results().stream().map(Tensor::forget).toList()) : this;
  }
}
