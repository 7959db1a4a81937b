package dev.adjoint.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.adjoint.Listing;

/** Makes the graph of a program: its inputs and constants as far as they are read, and its steps with the buffers they write. */
final class ProgramDrawing {
  private final Listing listing;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Integer, Integer> makers = new HashMap<>(); // node of each value

  private ProgramDrawing(Listing listing) {
    this.listing = listing;
  }

  static Graph of(Listing listing) {
    return new ProgramDrawing(listing).draw();
  }

  private Graph draw() {
    for (int s = 0; s < listing.steps().size(); s++) {
      var step = listing.steps().get(s);
      var operands = step.reads().stream().map(this::maker).distinct().map(n -> new Operand(n, "", Optional.empty()))
          .toList();
      var types = step.writes().stream().map(value -> listing.values().get(value).type().toString()).distinct()
          .toList();
      var notes = step.writes().stream().map(this::note).distinct().toList();
      int number = nodes.size();
      nodes.add(new Node(number, Node.Kind.STEP, "step " + (s + 1), step.description(), step.description(),
          String.join(", ", types), Optional.empty(), Optional.empty(), operands, OptionalInt.empty(), notes));
      step.writes().forEach(value -> makers.put(value, number));
    }
    return new Graph(nodes, List.of());
  }

  /** Where a value is written, and which results of the program it is. */
  private String note(int value) {
    var text = new StringBuilder("→ ").append(listing.values().get(value).place());
    for (int r = 0; r < listing.results().size(); r++) {
      if (storage(listing.results().get(r)) == storage(value)) {
        text.append(" = result ").append(r);
      }
    }
    return text.toString();
  }

  /** The value whose elements another is. */
  private int storage(int value) {
    var alias = listing.values().get(value).aliasOf();
    return alias.isPresent() ? storage(alias.getAsInt()) : value;
  }

  private int maker(int value) {
    var known = makers.get(value);
    if (known != null) {
      return known;
    }
    var v = listing.values().get(value);
    if (v.aliasOf().isPresent()) {
      return maker(v.aliasOf().getAsInt());
    }
    int number = nodes.size();
    boolean constant = v.constant().isPresent();
    nodes.add(new Node(number, constant ? Node.Kind.CONSTANT : Node.Kind.INPUT, v.place(),
        constant ? "constant" : "input", "",
        v.type().toString(), v.constant().map(Quantity::new), Optional.empty(), List.of(), OptionalInt.empty(),
        List.of()));
    makers.put(value, number);
    return number;
  }
}
