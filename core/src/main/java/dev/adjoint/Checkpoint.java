package dev.adjoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;

/**
 * y = f(x₀, …), of which only x and y are kept: the backward rule computes f again (T. Chen, B. Xu, C. Zhang and C. Guestrin,
 * "Training deep nets with sublinear memory cost", 2016).
 *
 * <p>What f did is recorded when it runs for the first and only time, so that it draws the same random numbers and takes the same
 * branches again. The inputs of the node are the arguments, the tracked tensors that f closes over, and f's value.
 *
 * @param f what was recorded
 * @param arguments how many inputs are arguments
 */
record Checkpoint(Trace f, int arguments) implements Op.Precomputed, Op.Multi.Forward {

  static Tensor of(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
    var inside = x.stream().map(Checkpoint::variable).toList();
    var y = DebugScope.now().withHistory().during(() -> f.apply(inside));
    var value = y.stopGradient();
    if (!y.isTracked()) {
      return value;
    }
    var trace = Trace.of(inside, List.of(y));
    var inputs = new ArrayList<>(x);
    inputs.addAll(trace.captured());
    inputs.add(value);
    return Tensor.apply(new Checkpoint(trace, x.size()), inputs).getFirst();
  }

  private static Tensor variable(Tensor x) {
    return x.dtype().isFloating() ? Tensor.variable(x) : x;
  }

  @Override
  public int results() {
    return 1;
  }

  /** ∇x of Σ ∇y ⊙ f(x), by a tape of its own. */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dys) {
    var dy = dys.getFirst().orElseThrow();
    var at = new ArrayList<Tensor>();
    for (int i = 0; i < x.size() - 1; i++) {
      boolean isTraced = i < arguments && x.get(i).isSymbolic();
      var late = isTraced ? Tensor.apply(new After(), x.get(i), dy.detach()) : x.get(i);
      at.add(!wanted.contains(i) ? late : late.isTracked() ? late.copy() : Tensor.variable(late));
    }
    var again = f.follow(at.subList(0, arguments), at.subList(arguments, at.size()));
    var targets = wanted.stream().map(at::get).toList();
    var tape = Tape.downTo(targets, again).to(targets.toArray(Tensor[]::new)); // empty where f depends on none of them
    boolean differentiable = dy.isTracked() || x.stream().anyMatch(Tensor::isTracked);
    var gradients = differentiable ? tape.differentiableBackward(dy) : tape.backward(dy);
    return targets.stream().map(gradients::orZero).toList();
  }

  /** ẏ, by computing f once more: a forward pass has no use for keeping anything. */
  @Override
  public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    var at = new ArrayList<>(x.subList(0, x.size() - 1));
    var moving = new HashMap<Tensor, Tensor>();
    dx.forEach((i, direction) -> {
      at.set(i, x.get(i).isTracked() ? x.get(i).copy() : Tensor.variable(x.get(i)));
      moving.put(at.get(i), direction);
    });
    var again = f.follow(at.subList(0, arguments), at.subList(arguments, at.size()));
    var tape = Tape.downTo(List.copyOf(moving.keySet()), again).to(moving.keySet().toArray(Tensor[]::new));
    boolean differentiable = x.stream().anyMatch(Tensor::isTracked);
    return differentiable ? tape.differentiableForward(moving) : tape.forward(moving);
  }

  /** A checkpoint of f on the whole batch. */
  @Override
  public List<Tensor> batch(Batch x) {
    int n = x.operands() - 1;
    var differs = IntStream.range(0, n).mapToObj(x::differs).toList();
    return List.of(of(in -> f.followAll(new Batch(x.size(), in, differs)).getFirst(),
        IntStream.range(0, n).mapToObj(x::get).toList()));
  }

  /**
   * y = x, but not before another tensor is there: programs would otherwise take what was computed forward in place of computing
   * it again, and keep it until then.
   */
  record After() implements Op.Binary, Op.LastAxes {
    @Override
    public TensorType type(TensorType x, TensorType other) {
      return x;
    }

    @Override
    public void compute(NdArray x, NdArray other, NdArray y) {
      StridedCopies.copy(x, y);
    }

    @Override
    public Tensor gradLeft(Tensor x, Tensor other, Tensor y, Tensor dy) {
      return dy;
    }

    @Override
    public Tensor gradRight(Tensor x, Tensor other, Tensor y, Tensor dy) {
      return Tensor.zeros(other.type());
    }
  }
}
