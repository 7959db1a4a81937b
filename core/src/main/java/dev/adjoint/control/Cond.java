package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.transform.Linearization;

import static dev.adjoint.control.TensorLists.copy;
import static dev.adjoint.control.TensorLists.floating;
import static dev.adjoint.control.TensorLists.given;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.linearize;
import static dev.adjoint.control.TensorLists.typesOf;
import static dev.adjoint.control.TensorLists.used;
import static dev.adjoint.control.TensorLists.with;

/**
 * y = f(x) or y = g(x), and only one of them is computed. Its inputs are the truth value, x, and what f and g close over. Its
 * derivatives choose between those of f and g.
 *
 * @param f where it is true
 * @param g where it is false
 * @param arguments how many tensors x is
 */
record Cond(Body f, Body g, int arguments) implements Op.Multi.Forward {

  /** One of two functions: called if it is known which, else both traced as one operation. */
  static List<Tensor> of(Tensor condition, Function<List<Tensor>, List<Tensor>> f,
      Function<List<Tensor>, List<Tensor>> g, List<Tensor> x) {
    if (!condition.isSymbolic()) {
      return (condition.value().booleans()[0] ? f : g).apply(x);
    }
    var op = new Cond(Body.branch(f, typesOf(x)), Body.branch(g, typesOf(x)), x.size());
    return Tensor.apply(op, join(List.of(condition), x, op.f.captured(), op.g.captured()));
  }

  @Override
  public List<TensorType> types(List<TensorType> x) {
    return f.results();
  }

  /** What f reads of the inputs but the first. */
  private <T> List<T> ofF(List<T> in) {
    return in.subList(0, arguments + f.captured().size());
  }

  /** What g reads of the inputs but the first. */
  private <T> List<T> ofG(List<T> in) {
    return join(in.subList(0, arguments), in.subList(arguments + f.captured().size(), in.size()));
  }

  @Override
  public void compute(List<NdArray> x, List<NdArray> y) {
    var in = x.subList(1, x.size());
    copy(x.getFirst().booleans()[0] ? f.run(ofF(in)) : g.run(ofG(in)), y);
  }

  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
    return product(Linearization::vjp, x, wanted, used(dy), given(dy));
  }

  @Override
  public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    var moving = floating(f.results());
    return with(y, moving,
        product(Linearization::jvp, x, List.copyOf(dx.keySet()), moving, List.copyOf(dx.values())));
  }

  /** A product with the derivative of some results by some inputs of f or of g, whichever is chosen. */
  private List<Tensor> product(Product kind, List<Tensor> x, List<Integer> inputs, List<Integer> results,
      List<Tensor> directions) {
    var in = x.subList(1, x.size());
    var by = inputs.stream().map(i -> i - 1).toList();
    Function<UnaryOperator<List<Tensor>>, Function<List<Tensor>, List<Tensor>>> ofBranch = branch -> all -> kind.of(
        linearize(branch, results, by, all.subList(0, in.size())), all.subList(in.size(), all.size()));
    return of(x.getFirst(), ofBranch.apply(all -> f.apply(ofF(all))), ofBranch.apply(all -> g.apply(ofG(all))),
        join(in, directions));
  }

  /** J·ẋ or Jᵀ·ȳ. */
  private interface Product {
    List<Tensor> of(Linearization<List<Tensor>, List<Tensor>> derivative, List<Tensor> direction);
  }

  /** Where each example chooses for itself, each branch for those that take it, if there are any. */
  @Override
  public List<Tensor> batch(Batch x) {
    var in = IntStream.range(1, x.operands()).mapToObj(x::get).toList();
    var differs = IntStream.range(1, x.operands()).mapToObj(x::differs).toList();
    Function<List<Tensor>, Batch> ofAllF = all -> new Batch(x.size(), ofF(all), ofF(differs));
    Function<List<Tensor>, Batch> ofAllG = all -> new Batch(x.size(), ofG(all), ofG(differs));
    if (!x.differs(0)) {
      return of(x.get(0), all -> f.batch(ofAllF.apply(all)), all -> g.batch(ofAllG.apply(all)), in);
    }
    var takesF = new Subset(x.get(0));
    var takesG = takesF.others();
    Function<List<Tensor>, List<Tensor>> nobody = _ -> f.results().stream()
        .map(type -> Tensor.zeros(type.with(type.shape().insert(0, x.size())))).toList();
    var ifTrue = of(takesF.isAny(), all -> f.batch(takesF.only(ofAllF.apply(all))), nobody, in);
    var ifFalse = of(takesG.isAny(), all -> g.batch(takesG.only(ofAllG.apply(all))), nobody, in);
    return IntStream.range(0, ifTrue.size()).mapToObj(i -> takesF.choose(ifTrue.get(i), ifFalse.get(i))).toList();
  }
}
