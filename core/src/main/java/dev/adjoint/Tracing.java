package dev.adjoint;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.adjoint.array.NdArray;
import dev.adjoint.array.StridedCopies;
import dev.adjoint.internal.Message;
import dev.adjoint.internal.PostOrder;

/**
 * A function being traced on this thread: it is called once, with symbolic tensors, and what it did is run later, or often. So what
 * it reads from Java's mutable places is noted, {@linkplain Cell cells} and arrays; and who keeps such places asks {@link #isOpen}
 * before he writes to one, since the write would happen once and not in each run.
 */
public final class Tracing {
  private static final ScopedValue<Tracing> INNERMOST = ScopedValue.newInstance();

  private final Optional<Tracing> outer = current();
  private final Optional<Tracing> program; // the innermost one that is replayed
  private final long start = System.nanoTime();
  private final IdentityHashMap<Cell, Tensor> cells = new IdentityHashMap<>(); // two cells that are equal now may differ later
  private final Set<ArrayRead> arrays = new LinkedHashSet<>();
  private volatile boolean ended;

  private Tracing(boolean replayed) {
    this.program = replayed ? Optional.of(this) : ofProgram();
  }

  /** Whether a function is being traced. */
  public static boolean isOpen() {
    return INNERMOST.isBound();
  }

  /** The innermost function being traced: a program, a loop's step, a branch, or an example of a batch. */
  public static Optional<Tracing> current() {
    return isOpen() ? Optional.of(INNERMOST.get()) : Optional.empty();
  }

  /** The innermost program being traced. */
  public static Optional<Tracing> ofProgram() {
    return current().flatMap(tracing -> tracing.program);
  }

  /** Calls a function that is traced anew whenever it is to run: the step of a loop, a branch, an example of a batch. */
  public static <R> R once(Function<Tracing, R> function) {
    return new Tracing(false).call(function);
  }

  /** Calls a function that is traced once and replayed. */
  static <R> R replayed(Function<Tracing, R> function) {
    return new Tracing(true).call(function);
  }

  private <R> R call(Function<Tracing, R> function) {
    try {
      return ScopedValue.where(INNERMOST, this).call(() -> function.apply(this));
    } finally {
      ended = true;
    }
  }

  /** A tensor that stands for a value of a run. */
  public Tensor placeholder(TensorType type) {
    return Tensor.placeholder(type, Optional.of(this));
  }

  /** What a function reads from a cell: a program reads it anew at every run. */
  static Tensor read(Cell cell) {
    return ofProgram().map(program -> program.cells.computeIfAbsent(cell, c -> program.placeholder(c.present().type())))
        .orElseGet(cell::present);
  }

  /** What a function makes of a Java array, which somebody may change before the program runs again. */
  static <A> NdArray read(A array, Function<A, NdArray> copy) {
    var value = copy.apply(array);
    ofProgram().ifPresent(program -> program.arrays.add(ArrayRead.of(array, copy, value)));
    return value;
  }

  /** What a function takes as the storage of a constant, of which somebody else may hold the Java array. */
  static NdArray share(NdArray value) {
    ofProgram().ifPresent(program -> {
      Function<Object, NdArray> copy = array -> StridedCopies.copied(NdArray.wrap(value.type(), array));
      program.arrays.add(ArrayRead.of(value.storage(), copy, copy.apply(value.storage())));
    });
    return value;
  }

  /** What a program inside of the one being traced read: it is only as current as that. */
  static void read(Collection<ArrayRead> byAnother) {
    ofProgram().ifPresent(program -> program.arrays.addAll(byAnother));
  }

  /** The cells that were read, and the placeholders that stand for what is in them. */
  IdentityHashMap<Cell, Tensor> cells() {
    return cells;
  }

  List<ArrayRead> arrays() {
    return List.copyOf(arrays);
  }

  /** How long it has been going on. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * A Java array that a program has a copy of.
   *
   * @param isUnchanged whether it still holds what was copied, or nobody else holds it any more
   */
  record ArrayRead(BooleanSupplier isUnchanged, TensorType type) {
    private static <A> ArrayRead of(A array, Function<A, NdArray> copy, NdArray value) {
      var reference = new WeakReference<>(array);
      return new ArrayRead(() -> {
        var present = reference.get();
        return present == null || copy.apply(present).equals(value);
      }, value.type());
    }
  }

  /**
   * A tensor from outside that results depend on: one that is not known yet, or that they can be differentiated by. What is run in
   * place of the function would lose it.
   */
  Optional<Tensor> foreign(List<Tensor> results) {
    var tracked = leaves(results, Tensor::isTracked).filter(x -> !isOwn(x) || holdsVariable(x));
    var unknown = leaves(results, Tensor::isSymbolic).filter(x -> !isOwn(x));
    return Stream.concat(tracked, unknown).findFirst();
  }

  /** Whether it stands for what is in a cell, and that can be differentiated by. */
  private boolean holdsVariable(Tensor x) {
    return cells.entrySet().stream()
        .anyMatch(entry -> entry.getValue().equals(x) && entry.getKey().present().isTracked());
  }

  /** The cells of which only what is in them keeps results from being differentiated: a constant. */
  Set<Cell> constants(List<Tensor> results) {
    var tracked = leaves(results, Tensor::isTracked).collect(Collectors.toSet());
    return cells.keySet().stream().filter(cell -> tracked.contains(cells.get(cell)))
        .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
  }

  /** Where the nodes of a kind under some results begin. */
  private static Stream<Tensor> leaves(List<Tensor> results, Predicate<Tensor> kind) {
    return PostOrder.of(results, Tensor::inputs, kind, new HashSet<>()).stream()
        .filter(x -> x.inputs().stream().noneMatch(kind));
  }

  private boolean isOwn(Tensor leaf) {
    var made = leaf.origin().trace();
    while (made.isPresent() && !made.get().equals(this)) {
      made = made.get().outer;
    }
    return made.isPresent();
  }

  /** The error for a symbolic tensor whose value is asked for. */
  static IllegalStateException noValue(Tensor x) {
    boolean leaked = leaves(List.of(x), Tensor::isSymbolic)
        .anyMatch(leaf -> leaf.origin().trace().filter(trace -> trace.ended).isPresent());
    return Message.state("value", leaked
        ? "%s is of a trace that has ended: it was kept, in a field, a list or another cell of Java, beyond the function in which "
            + "it stood for a value to come; return it from that function instead"
        : "%s is symbolic: while a program or a function under vmap is traced it stands for values that are not there yet; "
            + "so Java's if and while cannot depend on it, use where instead",
        x);
  }
}
