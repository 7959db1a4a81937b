package dev.adjoint.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.adjoint.Batch;
import dev.adjoint.Program;
import dev.adjoint.Tensor;
import dev.adjoint.TensorType;
import dev.adjoint.Trace;
import dev.adjoint.Tracing;
import dev.adjoint.array.NdArray;

import static dev.adjoint.control.TensorLists.typesOf;

/**
 * A function that was traced once: what a loop repeats, or a branch. It takes its arguments and after them {@link #captured}, what it
 * closes over that may be differentiated by or is not known yet; constants stay inside.
 */
final class Body {
  private final List<TensorType> arguments;
  private final List<TensorType> results;
  private final Trace trace;
  private final List<Tensor> captured;
  private volatile Program program; // made when first run

  private Body(List<TensorType> arguments, List<TensorType> results, Trace trace) {
    this.arguments = arguments;
    this.results = results;
    this.trace = trace;
    this.captured = trace.captured().stream().filter(Body::isOpen).toList();
  }

  /** Of a function that is called in any case: what it computes from what it closes over alone is captured, and computed once. */
  static Body trace(Function<List<Tensor>, List<Tensor>> f, List<TensorType> arguments) {
    return Tracing.once(tracing -> {
      var inside = arguments.stream().map(tracing::placeholder).toList();
      var out = f.apply(inside);
      return new Body(arguments, typesOf(out), Trace.of(inside, out));
    });
  }

  /** Of a function that may not be called: all that it computes stays inside, and is not computed for nothing. */
  static Body branch(Function<List<Tensor>, List<Tensor>> f, List<TensorType> arguments) {
    return Tracing.once(tracing -> {
      long then = Trace.now();
      var inside = arguments.stream().map(tracing::placeholder).toList();
      var out = f.apply(inside);
      return new Body(arguments, typesOf(out), Trace.since(then, inside, out));
    });
  }

  private static boolean isOpen(Tensor x) {
    return x.isTracked() || x.isSymbolic();
  }

  List<TensorType> results() {
    return results;
  }

  List<Tensor> captured() {
    return captured;
  }

  /** f of arguments and what stands in place of what is captured, operation by operation. */
  List<Tensor> apply(List<Tensor> in) {
    return trace.follow(in.subList(0, arguments.size()), filled(in));
  }

  /** f of all examples of a batch. */
  List<Tensor> batch(Batch x) {
    var in = IntStream.range(0, x.operands()).mapToObj(x::get).toList();
    var differs = new ArrayList<>(IntStream.range(0, arguments.size()).mapToObj(x::differs).toList());
    var open = IntStream.range(arguments.size(), x.operands()).mapToObj(x::differs).iterator();
    trace.captured().forEach(c -> differs.add(isOpen(c) && open.next()));
    var all = Stream.concat(in.stream().limit(arguments.size()), filled(in).stream()).toList();
    return trace.followAll(new Batch(x.size(), all, differs));
  }

  /** All that is read besides the arguments: the constants as they are, the rest as given. */
  private List<Tensor> filled(List<Tensor> in) {
    var open = in.subList(arguments.size(), in.size()).iterator();
    return trace.captured().stream().map(c -> isOpen(c) ? open.next() : c).toList();
  }

  /** f by a planned and fused program. */
  List<NdArray> run(List<NdArray> in) {
    return program().run(in.stream().map(Tensor::of).toArray(Tensor[]::new)).stream().map(Tensor::value).toList();
  }

  private Program program() {
    if (program == null) {
      synchronized (this) {
        if (program == null) {
          var types = Stream.concat(arguments.stream(), captured.stream().map(Tensor::type)).toList();
          program = Program.trace(types, this::apply);
        }
      }
    }
    return program;
  }
}
