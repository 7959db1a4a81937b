package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

import static dev.adjoint.control.Packing.element;
import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.floating;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.linearize;
import static dev.adjoint.control.TensorLists.types;

/**
 * c₁, y₀ = f(c₀, x₀), c₂, y₁ = f(c₁, x₁), …: one operation whatever the number of steps. Its inputs are c₀, the sequences x and what
 * f closes over; its results the last c, the sequences y and, to be differentiated, the sequences c₀, c₁, …
 *
 * <p>Its derivatives are scans too: backward through time with the gradient of c carried (P. J. Werbos, "Backpropagation through
 * time", Proc. IEEE 78, 1990), where each step is computed again from the c that was kept; forward with the tangent of c carried.
 *
 * @param f what one step does, of c, x and what it closes over to c and y
 * @param carries how many tensors c is
 * @param sequences how many tensors x is
 * @param length the number of steps
 * @param backward whether the last step comes first
 * @param keeps whether all c are among the results
 */
record Scan(Body f, int carries, int sequences, int length, boolean backward, boolean keeps) implements Packed {

  /**
   * A scan: step by step if everything is known, else as one operation.
   *
   * @param step of c and x to c and y
   */
  static List<Tensor> of(Function<List<Tensor>, List<Tensor>> step, List<Tensor> carry, List<Tensor> sequences,
      int length) {
    boolean known = Stream.concat(carry.stream(), sequences.stream()).noneMatch(Tensor::isSymbolic);
    return of(step, carry, sequences, length, false, known && length > 0, true);
  }

  private static List<Tensor> of(Function<List<Tensor>, List<Tensor>> step, List<Tensor> carry, List<Tensor> sequences,
      int length, boolean backward, boolean known, boolean differentiable) {
    return known
        ? unrolled(step, carry, sequences, length, backward, differentiable)
        : traced(step, carry, sequences, length, backward, differentiable);
  }

  private static List<Tensor> unrolled(Function<List<Tensor>, List<Tensor>> step, List<Tensor> first,
      List<Tensor> sequences, int length, boolean backward, boolean differentiable) {
    var carry = first;
    var outputs = new Tensor[length][];
    for (int k = 0; k < length; k++) {
      int t = backward ? length - 1 - k : k;
      var out = step.apply(join(carry, sequences.stream().map(x -> x.get(t)).toList()));
      if (out.stream().anyMatch(Tensor::isSymbolic)) { // it closes over something that is not known
        return traced(step, first, sequences, length, backward, differentiable);
      }
      carry = out.subList(0, carry.size());
      outputs[t] = out.stream().skip(carry.size()).toArray(Tensor[]::new);
    }
    return join(carry, IntStream.range(0, outputs[0].length)
        .mapToObj(j -> Tensor.stack(0, Stream.of(outputs).map(y -> y[j]).toArray(Tensor[]::new))).toList());
  }

  private static List<Tensor> traced(Function<List<Tensor>, List<Tensor>> step, List<Tensor> carry,
      List<Tensor> sequences, int length, boolean backward, boolean differentiable) {
    var elements = sequences.stream().map(x -> x.type().with(x.shape().without(0))).toList();
    var body = Body.trace(step, join(types(carry), elements));
    var inputs = join(carry, sequences, body.captured());
    boolean keeps = differentiable && inputs.stream().anyMatch(Tensor::isTracked);
    var op = new Scan(body, carry.size(), sequences.size(), length, backward, keeps);
    return op.packing().unpack(Tensor.apply(op, inputs)).subList(0, body.results().size());
  }

  /** The last c, the sequences y, the sequences c. */
  @Override
  public Packing packing() {
    var carry = f.results().subList(0, carries);
    var all = keeps ? join(outputs(), carry) : outputs();
    return new Packing(join(carry, all.stream().map(type -> type.with(type.shape().insert(0, length))).toList()));
  }

  private List<TensorType> outputs() {
    return f.results().subList(carries, f.results().size());
  }

  @Override
  public void compute(List<NdArray> x, NdArray y) {
    var packing = packing();
    int results = f.results().size();
    var carry = x.subList(0, carries);
    var captured = x.subList(carries + sequences, x.size());
    for (int k = 0; k < length; k++) {
      int t = backward ? length - 1 - k : k;
      for (int i = 0; keeps && i < carries; i++) {
        packing.put(carry.get(i), y, results + i, t);
      }
      var in = new ArrayList<>(carry);
      x.subList(carries, carries + sequences).forEach(sequence -> in.add(element(sequence, t)));
      in.addAll(captured);
      var out = f.run(in);
      for (int j = carries; j < results; j++) {
        packing.put(out.get(j), y, j, t);
      }
      carry = out.subList(0, carries);
    }
    for (int i = 0; i < carries; i++) {
      packing.put(carry.get(i), y, i, 0);
    }
  }

  /** ∇c ← ∂f/∂cᵀ·(∇c, ∇y), and ∇x, ∇w from the same product, from the last step to the first. */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, Tensor y, Tensor dy) {
    boolean differentiable = dy.isTracked() || x.stream().anyMatch(Tensor::isTracked);
    var moving = floating(f.results().subList(0, carries));
    var ofSequences = wanted.stream().filter(i -> i >= carries && i < carries + sequences).toList();
    var ofCaptured = wanted.stream().filter(i -> i >= carries + sequences).toList();
    var by = join(moving, ofSequences, ofCaptured);
    var results = floating(f.results());
    var kept = kept(packing().unpack(y));
    var dOut = packing().unpack(dy);
    int m = moving.size();

    var dCarry = join(at(moving, dOut), at(ofCaptured, x).stream().map(w -> Tensor.zeros(w.type())).toList());
    var dOutputs = at(results.subList(m, results.size()), dOut);
    var dKept = at(moving, kept(dOut));
    var read = join(kept, x.subList(carries, carries + sequences));
    var captured = x.subList(carries + sequences, x.size());
    var back = of(in -> {
      var d = in.subList(0, m);
      var sums = in.subList(m, dCarry.size());
      var here = join(in.subList(dCarry.size(), dCarry.size() + read.size()), captured);
      var upstream = in.subList(dCarry.size() + read.size(), in.size());
      var pulled = linearize(f::apply, results, by, here).vjp(join(d, upstream.subList(0, dOutputs.size())));
      return join(
          sum(pulled.subList(0, m), upstream.subList(dOutputs.size(), upstream.size())),
          sum(sums, pulled.subList(m + ofSequences.size(), by.size())),
          pulled.subList(m, m + ofSequences.size()));
    }, dCarry, join(read, dOutputs, dKept), length, !backward, isKnown(x, dy), differentiable);

    return wanted.stream().map(i -> back.get(i < carries
        ? moving.indexOf(i)
        : i < carries + sequences
            ? dCarry.size() + ofSequences.indexOf(i)
            : m + ofCaptured.indexOf(i)))
        .toList();
  }

  private List<Tensor> kept(List<Tensor> results) {
    return results.subList(f.results().size(), results.size());
  }

  private boolean isKnown(List<Tensor> x, Tensor other) {
    return length > 0 && !other.isSymbolic() && x.stream().noneMatch(Tensor::isSymbolic);
  }

  private static List<Tensor> sum(List<Tensor> a, List<Tensor> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i).add(b.get(i))).toList();
  }

  /** ċ, ẏ ← ∂f/∂c·ċ + ∂f/∂x·ẋ + ∂f/∂w·ẇ, in the order of the steps. */
  @Override
  public Tensor tangent(List<Tensor> x, Tensor y, Map<Integer, Tensor> dx) {
    var moving = floating(f.results().subList(0, carries));
    var ofSequences = dx.keySet().stream().filter(i -> i >= carries && i < carries + sequences).toList();
    var ofCaptured = dx.keySet().stream().filter(i -> i >= carries + sequences).toList();
    var by = join(moving, ofSequences, ofCaptured);
    var results = floating(f.results());
    var captured = x.subList(carries + sequences, x.size());
    var kept = kept(packing().unpack(y));
    int m = moving.size();

    var dCarry = moving.stream().map(i -> dx.containsKey(i) ? dx.get(i) : Tensor.zeros(x.get(i).type())).toList();
    var read = join(kept, x.subList(carries, carries + sequences));
    var dSequences = ofSequences.stream().map(dx::get).toList();
    var dCaptured = ofCaptured.stream().map(dx::get).toList();
    boolean differentiable = Stream.concat(x.stream(), dx.values().stream()).anyMatch(Tensor::isTracked);
    var out = of(in -> {
      var here = join(in.subList(m, m + read.size()), captured);
      var pushed = linearize(f::apply, results, by, here)
          .jvp(join(in.subList(0, m), in.subList(m + read.size(), in.size()), dCaptured));
      return join(pushed, in.subList(0, m));
    }, dCarry, join(read, dSequences), length, backward,
        isKnown(x, y) && dx.values().stream().noneMatch(Tensor::isSymbolic), differentiable);
    var ofKept = moving.stream().map(i -> f.results().size() + i).toList();
    return packing().packTangents(join(results, ofKept), out);
  }

  /** The scan of f on the whole batch. */
  @Override
  public Tensor batch(Batch x) {
    int read = carries + sequences;
    var in = IntStream.range(0, x.operands()).mapToObj(x::get).toList();
    var first = IntStream.range(0, carries).mapToObj(x::repeated).toList();
    var scanned = IntStream.range(carries, read)
        .mapToObj(i -> x.differs(i) ? x.get(i).swapAxes(0, 1) : x.get(i)).toList();
    var differs = IntStream.range(0, x.operands()).mapToObj(i -> i < carries || x.differs(i)).toList();
    boolean known = length > 0 && in.stream().noneMatch(Tensor::isSymbolic);
    var all = of(here -> {
      var out = f.batch(new Batch(x.size(), join(here, in.subList(read, in.size())), differs));
      return keeps ? join(out, here.subList(0, carries)) : out;
    }, first, scanned, length, backward, known, true);
    return packing().packAll(IntStream.range(0, all.size())
        .mapToObj(i -> i < carries ? all.get(i) : all.get(i).swapAxes(0, 1)).toList(), x.size());
  }
}
