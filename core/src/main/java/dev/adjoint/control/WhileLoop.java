package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.DType;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;
import dev.adjoint.internal.Message;
import dev.adjoint.transform.Linearization;

import static dev.adjoint.control.Packing.at;
import static dev.adjoint.control.Packing.floating;
import static dev.adjoint.control.Packing.types;
import static dev.adjoint.control.Packing.with;

/**
 * c ← f(c) while the condition holds: one operation, whose number of steps is known only when it runs. So forward mode carries the
 * tangent along, but reverse mode has nowhere of a known size to keep the steps.
 *
 * @param condition of c and what it closes over
 * @param f of c and what it closes over
 * @param carries how many tensors c is
 */
record WhileLoop(Body condition, Body f, int carries) implements Op.Joint, Op.Forward, Op.Batching {

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
    var test = Body.trace(c -> List.of(condition.apply(c)), types(first));
    var step = Body.trace(f, types(first));
    var op = new WhileLoop(test, step, first.size());
    var inputs = Stream.of(first, test.captured(), step.captured()).flatMap(List::stream).toList();
    return op.packing().unpack(Tensor.apply(op, inputs));
  }

  private Packing packing() {
    return new Packing(f.results());
  }

  @Override
  public TensorType type(List<TensorType> x) {
    return packing().type();
  }

  @Override
  public void compute(List<NdArray> x, NdArray y) {
    var carry = x.subList(0, carries);
    while (condition.run(test(carry, x)).getFirst().booleans()[0]) {
      carry = f.run(step(carry, x));
    }
    for (int i = 0; i < carries; i++) {
      packing().put(carry.get(i), y, i, 0);
    }
  }

  /** What the condition reads. */
  private <T> List<T> test(List<T> carry, List<T> in) {
    var all = new ArrayList<>(carry);
    all.addAll(in.subList(carries, carries + condition.captured().size()));
    return all;
  }

  /** What f reads. */
  private <T> List<T> step(List<T> carry, List<T> in) {
    var all = new ArrayList<>(carry);
    all.addAll(in.subList(carries + condition.captured().size(), in.size()));
    return all;
  }

  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
    throw Message.unsupported(name(),
        "has no reverse mode in a program, where the number of steps is not known: give it a "
            + "limit, whileLoop(condition, f, start, limit), or use scan, or forward mode (jvp)");
  }

  /** c, ċ ← f(c), ∂f/∂c·ċ + ∂f/∂w·ẇ. */
  @Override
  public Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx) {
    var moving = floating(f.results());
    int before = carries + condition.captured().size();
    var ofCaptured = dx.keySet().stream().filter(i -> i >= before).toList();
    var by = Stream.concat(moving.stream(), ofCaptured.stream().map(i -> i - condition.captured().size())).toList();
    var first = new ArrayList<>(x.subList(0, carries));
    moving.forEach(i -> first.add(dx.containsKey(i) ? dx.get(i) : Tensor.zeros(x.get(i).type())));
    var dCaptured = ofCaptured.stream().map(dx::get).toList();
    boolean differentiable = Stream.concat(x.stream(), dx.values().stream()).anyMatch(Tensor::isTracked);
    var last = of(c -> condition.apply(test(c.subList(0, carries), x)).getFirst(), c -> {
      var here = step(c.subList(0, carries), x);
      var step = Linearization.<List<Tensor>, List<Tensor>>of(moved -> f.apply(with(here, by, moved)), at(by, here));
      var pushed = step.jvp(Stream.concat(c.stream().skip(carries), dCaptured.stream()).toList());
      return Stream.concat(step.value().stream(), at(moving, pushed).stream()).toList();
    }, first);
    var tangent = packing().packTangents(moving, last.subList(carries, last.size()));
    return differentiable ? tangent : tangent.detach();
  }

  /** The loop goes on while any example does; the others stay as they are. */
  @Override
  public Tensor batch(Batch x) {
    var in = IntStream.range(0, x.operands()).mapToObj(x::get).toList();
    var differs = IntStream.range(0, x.operands()).mapToObj(i -> i < carries || x.differs(i)).toList();
    var first = IntStream.range(0, carries).mapToObj(x::repeated).toList();
    Function<List<Tensor>, Tensor> each = c -> condition.batch(new Batch(x.size(), test(c, in),
        test(differs.subList(0, carries), differs))).getFirst();
    var last = of(c -> each.apply(c).cast(DType.FLOAT64).sum().greater(0), c -> {
      var goesOn = each.apply(c);
      var next = f.batch(new Batch(x.size(), step(c, in), step(differs.subList(0, carries), differs)));
      return IntStream.range(0, carries).mapToObj(i -> Cond.choose(goesOn, next.get(i), c.get(i))).toList();
    }, first);
    return packing().packAll(last, x.size());
  }
}
