package dev.adjoint.control;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.Op;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.array.NdArray;

import static dev.adjoint.control.TensorLists.at;
import static dev.adjoint.control.TensorLists.copy;
import static dev.adjoint.control.TensorLists.cut;
import static dev.adjoint.control.TensorLists.floating;
import static dev.adjoint.control.TensorLists.given;
import static dev.adjoint.control.TensorLists.join;
import static dev.adjoint.control.TensorLists.linearize;
import static dev.adjoint.control.TensorLists.typesOf;
import static dev.adjoint.control.TensorLists.used;
import static dev.adjoint.control.TensorLists.with;

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
record Scan(Body f, int carries, int sequences, int length, boolean backward, boolean keeps)
    implements
      Op.Multi.Forward {

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
    var body = Body.trace(step, join(typesOf(carry), elements));
    var inputs = join(carry, sequences, body.captured());
    boolean keeps = differentiable && inputs.stream().anyMatch(Tensor::isTracked);
    var op = new Scan(body, carry.size(), sequences.size(), length, backward, keeps);
    return Tensor.apply(op, inputs).subList(0, body.results().size());
  }

  /** The last c, the sequences y, the sequences c. */
  @Override
  public List<TensorType> types(List<TensorType> x) {
    var carry = f.results().subList(0, carries);
    var outputs = f.results().subList(carries, f.results().size());
    var all = keeps ? join(outputs, carry) : outputs;
    return join(carry, all.stream().map(type -> type.with(type.shape().insert(0, length))).toList());
  }

  @Override
  public void compute(List<NdArray> x, List<NdArray> y) {
    int results = f.results().size();
    var scanned = x.subList(carries, carries + sequences);
    var elements = scanned.stream().map(all -> NdArray.allocate(all.type().with(all.shape().without(0)))).toList();
    var carry = x.subList(0, carries);
    for (int k = 0; k < length; k++) {
      int t = backward ? length - 1 - k : k;
      for (int i = 0; keeps && i < carries; i++) {
        put(carry.get(i), y.get(results + i), t);
      }
      for (int i = 0; i < sequences; i++) {
        get(scanned.get(i), t, elements.get(i));
      }
      var out = f.run(join(carry, elements, x.subList(carries + sequences, x.size())));
      for (int j = carries; j < results; j++) {
        put(out.get(j), y.get(j), t);
      }
      carry = out.subList(0, carries);
    }
    copy(carry, y.subList(0, carries));
  }

  /** The t-th element along the first axis. */
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one element type, whichever it is
  private static void get(NdArray sequence, int t, NdArray element) {
    System.arraycopy(sequence.storage(), t * element.size(), element.storage(), 0, element.size());
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of one element type, whichever it is
  private static void put(NdArray element, NdArray sequence, int t) {
    System.arraycopy(element.storage(), 0, sequence.storage(), t * element.size(), element.size());
  }

  /**
   * ∇c ← ∂f/∂cᵀ·(∇c, ∇y), and ∇x, ∇w from the same product, from the last step to the first. What has no gradient takes no part: y
   * that nobody uses, x and w that nobody asks for.
   */
  @Override
  public List<Tensor> grads(List<Integer> wanted, List<Tensor> x, List<Tensor> y, List<Optional<Tensor>> dy) {
    int results = f.results().size();
    boolean differentiable = Stream.concat(x.stream(), given(dy).stream()).anyMatch(Tensor::isTracked);
    var moving = floating(f.results().subList(0, carries));
    var ofSequences = wanted.stream().filter(i -> i >= carries && i < carries + sequences).toList();
    var ofCaptured = wanted.stream().filter(i -> i >= carries + sequences).toList();
    var by = join(moving, ofSequences, ofCaptured);
    var used = used(dy.subList(carries, results)).stream().map(j -> carries + j).toList();
    var kept = IntStream.range(0, moving.size()).filter(i -> dy.get(results + moving.get(i)).isPresent()).boxed()
        .toList();

    var dLast = moving.stream().map(i -> dy.get(i).orElseGet(() -> Tensor.zeros(x.get(i).type()))).toList();
    var dCarry = join(dLast, at(ofCaptured, x).stream().map(w -> Tensor.zeros(w.type())).toList());
    var dOutputs = given(dy.subList(carries, results));
    var dKept = given(at(kept, at(moving, dy.subList(results, dy.size()))));
    var read = join(y.subList(results, y.size()), x.subList(carries, carries + sequences));
    var captured = x.subList(carries + sequences, x.size());
    var back = of(in -> {
      var part = cut(in, moving.size(), ofCaptured.size(), read.size(), dOutputs.size(), dKept.size());
      var step = linearize(f::apply, join(moving, used), by, join(part.get(2), captured));
      var pulled = cut(step.vjp(join(part.get(0), part.get(3))), moving.size(), ofSequences.size(), ofCaptured.size());
      return join(with(pulled.get(0), kept, sum(at(kept, pulled.get(0)), part.get(4))),
          sum(part.get(1), pulled.get(2)), pulled.get(1));
    }, dCarry, join(read, dOutputs, dKept), length, !backward, isKnown(x, given(dy)), differentiable);

    return wanted.stream().map(i -> back.get(i < carries
        ? moving.indexOf(i)
        : i < carries + sequences
            ? dCarry.size() + ofSequences.indexOf(i)
            : moving.size() + ofCaptured.indexOf(i)))
        .toList();
  }

  private boolean isKnown(List<Tensor> x, Collection<Tensor> others) {
    return length > 0 && Stream.of(x, others).flatMap(Collection::stream).noneMatch(Tensor::isSymbolic);
  }

  private static List<Tensor> sum(List<Tensor> a, List<Tensor> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i).add(b.get(i))).toList();
  }

  /** ċ, ẏ ← ∂f/∂c·ċ + ∂f/∂x·ẋ + ∂f/∂w·ẇ, in the order of the steps. */
  @Override
  public List<Tensor> tangents(List<Tensor> x, List<Tensor> y, Map<Integer, Tensor> dx) {
    int results = f.results().size();
    var moving = floating(f.results().subList(0, carries));
    var ofSequences = dx.keySet().stream().filter(i -> i >= carries && i < carries + sequences).toList();
    var ofCaptured = dx.keySet().stream().filter(i -> i >= carries + sequences).toList();
    var by = join(moving, ofSequences, ofCaptured);
    var floating = floating(f.results());

    var dCarry = moving.stream().map(i -> dx.containsKey(i) ? dx.get(i) : Tensor.zeros(x.get(i).type())).toList();
    var read = join(y.subList(results, y.size()), x.subList(carries, carries + sequences));
    var dSequences = ofSequences.stream().map(dx::get).toList();
    var dCaptured = ofCaptured.stream().map(dx::get).toList();
    var captured = x.subList(carries + sequences, x.size());
    boolean differentiable = Stream.concat(x.stream(), dx.values().stream()).anyMatch(Tensor::isTracked);
    var out = of(in -> {
      var part = cut(in, moving.size(), read.size(), dSequences.size());
      var step = linearize(f::apply, floating, by, join(part.get(1), captured));
      return join(step.jvp(join(part.get(0), part.get(2), dCaptured)), part.get(0));
    }, dCarry, join(read, dSequences), length, backward, isKnown(join(x, y), dx.values()), differentiable);
    return with(y, join(floating, moving.stream().map(i -> results + i).toList()), out);
  }

  /** The scan of f on the whole batch. */
  @Override
  public List<Tensor> batch(Batch x) {
    int read = carries + sequences;
    var in = IntStream.range(0, x.operands()).mapToObj(x::get).toList();
    var first = IntStream.range(0, carries).mapToObj(x::repeated).toList();
    var scanned = IntStream.range(carries, read)
        .mapToObj(i -> x.differs(i) ? x.get(i).swapAxes(0, 1) : x.get(i)).toList();
    var differs = IntStream.range(0, x.operands()).mapToObj(i -> i < carries || x.differs(i)).toList();
    var all = of(here -> {
      var out = f.batch(new Batch(x.size(), join(here, in.subList(read, in.size())), differs));
      return keeps ? join(out, here.subList(0, carries)) : out;
    }, first, scanned, length, backward, isKnown(in, List.of()), true);
    return IntStream.range(0, all.size())
        .mapToObj(i -> i < carries ? all.get(i) : all.get(i).swapAxes(0, 1)).toList();
  }
}
