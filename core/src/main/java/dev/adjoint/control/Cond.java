package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.transform.Linearization;

import static dev.adjoint.control.Packing.at;
import static dev.adjoint.control.Packing.floating;
import static dev.adjoint.control.Packing.types;
import static dev.adjoint.control.Packing.with;

/**
 * y = f(x) or y = g(x), and only one of them is computed. Its inputs are the truth value, x, and what f and g close over. Its
 * derivatives choose between those of f and g.
 *
 * @param f where it is true
 * @param g where it is false
 * @param arguments how many tensors x is
 */
record Cond(Body f, Body g, int arguments) implements Op.Joint, Op.Forward, Op.Batching {

  /** One of two functions: called if it is known which, else both traced as one operation. */
  static List<Tensor> of(Tensor condition, Function<List<Tensor>, List<Tensor>> f,
      Function<List<Tensor>, List<Tensor>> g, List<Tensor> x) {
    if (!condition.isSymbolic()) {
      return (condition.value().booleans()[0] ? f : g).apply(x);
    }
    var op = new Cond(Body.trace(f, types(x)), Body.trace(g, types(x)), x.size());
    var inputs = Stream.of(List.of(condition), x, op.f.captured(), op.g.captured()).flatMap(List::stream).toList();
    return op.packing().unpack(Tensor.apply(op, inputs));
  }

  private Packing packing() {
    return new Packing(f.results());
  }

  @Override
  public TensorType type(List<TensorType> x) {
    return packing().type();
  }

  /** What f reads of the inputs but the first. */
  private <T> List<T> ofF(List<T> in) {
    return in.subList(0, arguments + f.captured().size());
  }

  /** What g reads of the inputs but the first. */
  private <T> List<T> ofG(List<T> in) {
    return Stream.concat(in.stream().limit(arguments), in.stream().skip(arguments + f.captured().size())).toList();
  }

  @Override
  public void compute(List<NdArray> x, NdArray y) {
    var in = x.subList(1, x.size());
    var out = x.getFirst().booleans()[0] ? f.run(ofF(in)) : g.run(ofG(in));
    for (int i = 0; i < out.size(); i++) {
      packing().put(out.get(i), y, i, 0);
    }
  }

  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
    var results = floating(f.results());
    var by = wanted.stream().map(i -> i - 1).toList();
    var in = x.subList(1, x.size());
    var d = at(results, packing().unpack(dy));
    Function<Function<List<Tensor>, List<Tensor>>, Function<List<Tensor>, List<Tensor>>> pullback = branch -> all -> {
      var here = all.subList(0, in.size());
      return Linearization.<List<Tensor>, List<Tensor>>of(moved -> at(results, branch.apply(with(here, by, moved))),
          at(by, here)).vjp(all.subList(in.size(), all.size()));
    };
    boolean differentiable = dy.isTracked() || x.stream().anyMatch(Tensor::isTracked);
    return of(x.getFirst(), pullback.apply(all -> f.apply(ofF(all))), pullback.apply(all -> g.apply(ofG(all))),
        Stream.concat(in.stream(), d.stream()).toList()).stream().map(dx -> differentiable ? dx : dx.detach()).toList();
  }

  @Override
  public Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx) {
    var results = floating(f.results());
    var by = dx.keySet().stream().map(i -> i - 1).toList();
    var in = x.subList(1, x.size());
    Function<Function<List<Tensor>, List<Tensor>>, Function<List<Tensor>, List<Tensor>>> pushforward = branch -> all -> {
      var here = all.subList(0, in.size());
      return Linearization.<List<Tensor>, List<Tensor>>of(moved -> at(results, branch.apply(with(here, by, moved))),
          at(by, here)).jvp(all.subList(in.size(), all.size()));
    };
    var out = of(x.getFirst(), pushforward.apply(all -> f.apply(ofF(all))),
        pushforward.apply(all -> g.apply(ofG(all))), Stream.concat(in.stream(), dx.values().stream()).toList());
    boolean differentiable = Stream.concat(x.stream(), dx.values().stream()).anyMatch(Tensor::isTracked);
    var tangent = packing().packTangents(results, out);
    return differentiable ? tangent : tangent.detach();
  }

  /** Both for the whole batch where each example chooses for itself. */
  @Override
  public Tensor batch(Batch x) {
    var in = IntStream.range(1, x.operands()).mapToObj(x::get).toList();
    var differs = IntStream.range(1, x.operands()).mapToObj(x::differs).toList();
    Function<List<Tensor>, List<Tensor>> allF = all -> f.batch(new Batch(x.size(), ofF(all), ofF(differs)));
    Function<List<Tensor>, List<Tensor>> allG = all -> g.batch(new Batch(x.size(), ofG(all), ofG(differs)));
    if (!x.differs(0)) {
      return packing().packAll(of(x.get(0), allF, allG, in), x.size());
    }
    var ifTrue = allF.apply(in);
    var ifFalse = allG.apply(in);
    return packing().packAll(IntStream.range(0, ifTrue.size())
        .mapToObj(i -> choose(x.get(0), ifTrue.get(i), ifFalse.get(i))).toList(), x.size());
  }

  /** For each example one of two: [b], [b, …], [b, …] → [b, …]. */
  static Tensor choose(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
    int rank = ifTrue.shape().rank();
    var alone = Shape.of(IntStream.range(0, rank).map(a -> a == 0 ? condition.size() : 1).toArray());
    return condition.reshape(alone).where(ifTrue, ifFalse);
  }
}
