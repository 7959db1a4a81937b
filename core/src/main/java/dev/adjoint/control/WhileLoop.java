package dev.adjoint.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;

import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.copy;
import static dev.adjoint.control.TensorLists.floating;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.linearize;
import static dev.adjoint.control.TensorLists.typesOf;
import static dev.adjoint.control.TensorLists.with;

/**
 * c ← f(c) while the condition holds: one operation, whose number of steps is known only when it runs. So forward mode carries the
 * tangent along, but reverse mode has nowhere of a known size to keep the steps.
 *
 * @param condition of c and what it closes over
 * @param f of c and what it closes over
 * @param carries how many tensors c is
 */
record WhileLoop(Body condition, Body f, int carries) implements Op.Multi.Forward {

  /** A loop: step by step if everything is known, else as one operation. */
  static List<Tensor> of(Function<List<Tensor>, Tensor> condition, Function<List<Tensor>, List<Tensor>> f,
      List<Tensor> first) {
    var carry = first;
    while (carry.stream().noneMatch(Tensor::isSymbolic)) {
      var goesOn = condition.apply(carry);
      if (goesOn.isSymbolic()) { // it closes over something that is not known
        break;
      }
      if (!goesOn.value().booleans()[0]) {
        return carry;
      }
      carry = f.apply(carry);
    }
    var test = Body.trace(c -> List.of(condition.apply(c)), typesOf(first));
    var step = Body.branch(f, typesOf(first));
    var op = new WhileLoop(test, step, first.size());
    return Tensor.apply(op, join(first, test.captured(), step.captured()));
  }

  @Override
  public List<TensorType> types(List<TensorType> x) {
    return f.results();
  }

  @Override
  public void compute(List<NdArray> x, List<NdArray> y) {
    var carry = x.subList(0, carries);
    while (condition.run(test(carry, x)).getFirst().booleans()[0]) {
      carry = f.run(step(carry, x));
    }
    copy(carry, y);
  }

  /** What the condition reads. */
  private <T> List<T> test(List<T> carry, List<T> in) {
    return join(carry, in.subList(carries, carries + condition.captured().size()));
  }

  /** What f reads. */
  private <T> List<T> step(List<T> carry, List<T> in) {
    return join(carry, in.subList(carries + condition.captured().size(), in.size()));
  }

  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
    throw Message.unsupported(name(),
        "has no reverse mode in a program, where the number of steps is not known: give it a "
            + "limit, whileLoop(condition, f, start, limit), or use scan, or forward mode (jvp)");
  }

  /** c, ċ ← f(c), ∂f/∂c·ċ + ∂f/∂w·ẇ. */
  @Override
  public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    var moving = floating(f.results());
    int before = carries + condition.captured().size();
    var ofCaptured = dx.keySet().stream().filter(i -> i >= before).toList();
    var by = join(moving, ofCaptured.stream().map(i -> i - condition.captured().size()).toList());
    var all = IntStream.range(0, carries).boxed().toList();
    var dFirst = moving.stream().map(i -> dx.containsKey(i) ? dx.get(i) : Tensor.zeros(x.get(i).type())).toList();
    var dCaptured = ofCaptured.stream().map(dx::get).toList();
    var last = of(c -> condition.apply(test(c.subList(0, carries), x)).getFirst(), c -> {
      var step = linearize(f::apply, all, by, step(c.subList(0, carries), x));
      return join(step.value(), at(moving, step.jvp(join(c.subList(carries, c.size()), dCaptured))));
    }, join(x.subList(0, carries), dFirst));
    return with(y, moving, last.subList(carries, last.size()));
  }

  /** The loop goes on while any example does, with those that do; the others stay as they are. */
  @Override
  public List<Tensor> batch(Batch x) {
    var in = IntStream.range(0, x.operands()).mapToObj(x::get).toList();
    var differs = IntStream.range(0, x.operands()).mapToObj(i -> i < carries || x.differs(i)).toList();
    var first = IntStream.range(0, carries).mapToObj(x::repeated).toList();
    Function<List<Tensor>, Tensor> each = c -> condition.batch(new Batch(x.size(), test(c, in),
        test(differs.subList(0, carries), differs))).getFirst();
    return of(c -> new Subset(each.apply(c)).isAny(), c -> {
      var goOn = new Subset(each.apply(c));
      var next = f.batch(goOn.only(new Batch(x.size(), step(c, in), step(differs.subList(0, carries), differs))));
      return IntStream.range(0, carries).mapToObj(i -> goOn.choose(next.get(i), c.get(i))).toList();
    }, first);
  }
}
