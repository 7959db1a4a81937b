package dev.adjoint.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.adjoint.Tensor;

/**
 * A named part of a computation, such as a layer, which pictures draw as a group. It is noticed only while {@link
 * Graph#of(Supplier)} looks on, and costs nothing else: a node knows nothing of it.
 */
public final class Scope {
  private static final ScopedValue<Recording> RECORDING = ScopedValue.newInstance();

  private Scope() {}

  /** body(x), as a part of this name. */
  public static Tensor named(String name, Tensor x, UnaryOperator<Tensor> body) {
    return RECORDING.isBound() ? RECORDING.get().part(name, x, body) : body.apply(x);
  }

  static Recorded record(Supplier<Tensor> computation) {
    var recording = new Recording();
    var output = ScopedValue.where(RECORDING, recording).call(computation::get);
    return new Recorded(output, recording.parts);
  }

  record Recorded(Tensor output, List<Part> scopes) {
  }

  /** The nodes that y has and x has not. */
  record Part(Group group, Tensor x, Tensor y) {
  }

  private static final class Recording {
    private final List<Part> parts = new ArrayList<>();
    private OptionalInt current = OptionalInt.empty();

    private Tensor part(String name, Tensor x, UnaryOperator<Tensor> body) {
      var outer = current;
      int number = parts.size();
      parts.add(new Part(new Group(name, outer), x, x)); // an outer part stands before the inner ones
      current = OptionalInt.of(number);
      try {
        var y = body.apply(x);
        parts.set(number, new Part(new Group(name, outer), x, y));
        return y;
      } finally {
        current = outer;
      }
    }
  }
}
